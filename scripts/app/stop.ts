import {
  DockerAbsentError,
  DockerDaemonDownError,
  DockerPermissionError,
} from "../../harness/localstack/docker/errors.ts";
import { stopDetached } from "../../harness/localstack/embedded/stop-detached.ts";
import { localStackHealth } from "../../harness/localstack/health.ts";

/** A LocalStack answers that these commands did not start. */
export class ForeignLocalStackError extends Error {
  override readonly name = "ForeignLocalStackError";

  constructor(port: number, version: string) {
    super(
      `the LocalStack ${version} on port ${port} was not started by npm run up in this checkout: end it where it was started (docker compose down, Ctrl-C)`,
    );
  }
}

/**
 * Ends the LocalStack that `npm run up` started on a port, whichever kind it is of.
 * @returns whether there was one
 * @throws LocalStackInUseError, ForeignLocalStackError
 */
export async function stopInBackground(port: number, signal: AbortSignal): Promise<boolean> {
  if ((await stopDetached(port)) || (await stopContainer(port))) return true;
  const health = await localStackHealth(port, signal);
  if (health) throw new ForeignLocalStackError(port, health.version);
  return false;
}

async function stopContainer(port: number): Promise<boolean> {
  try {
    // loads testcontainers, a third of a second
    const { stopDetachedContainer } = await import("../../harness/localstack/docker/container.ts");
    return await stopDetachedContainer(port);
  } catch (error) {
    const isWithoutDocker = [DockerAbsentError, DockerDaemonDownError, DockerPermissionError].some(
      (kind) => error instanceof kind,
    );
    if (isWithoutDocker) return false;
    throw error;
  }
}
