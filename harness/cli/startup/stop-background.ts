import { HarnessError, hasCode } from "../../core/errors.ts";
import { isWithoutDocker } from "../../localstack/docker/errors.ts";
import { loadContainers } from "../../localstack/docker/load.ts";
import { stopDetached } from "../../localstack/embedded/stop-detached.ts";
import { localStackHealth } from "../../localstack/health.ts";

/**
 * Stops the LocalStack that `up` started on a port, embedded or in a container.
 * @returns whether there was one
 * @throws HarnessError `LOCALSTACK_FOREIGN` where another program started it, `LOCALSTACK_IN_USE`
 */
export async function stopInBackground(port: number, signal: AbortSignal): Promise<boolean> {
  if ((await stopDetached(port)) || (await stopContainer(port))) return true;
  const health = await localStackHealth(port, signal);
  if (health)
    throw new HarnessError(
      "LOCALSTACK_FOREIGN",
      `the LocalStack ${health.version} on port ${port} was not started by up in this project: stop it where it was started (docker compose down, Ctrl-C)`,
    );
  return false;
}

async function stopContainer(port: number): Promise<boolean> {
  try {
    const { stopDetachedContainer } = await loadContainers();
    return await stopDetachedContainer(port);
  } catch (error) {
    if (isWithoutDocker(error) || hasCode(error, "PEER_MISSING")) return false;
    throw error;
  }
}
