import { LOCALSTACK_FOLDER, stateFolder } from "../paths.ts";
import { isAlive } from "../process/processes.ts";
import { endInstance, readInstance } from "./instance.ts";

/** The LocalStack belongs to somebody who is there to end it. */
export class LocalStackInUseError extends Error {
  override readonly name = "LocalStackInUseError";

  constructor(port: number, owner: number) {
    super(
      `the LocalStack on port ${port} belongs to process ${owner}, which ends it: end that one (Ctrl-C, or kill ${owner})`,
    );
  }
}

/**
 * Ends a LocalStack that was started `detached` on this port, in this checkout, with all that it started.
 * @returns whether there was one
 * @throws LocalStackInUseError
 */
export async function stopDetached(port: number, base = LOCALSTACK_FOLDER): Promise<boolean> {
  const folder = stateFolder(port, base);
  const instance = await readInstance(folder);
  if (!instance || !(await isAlive(instance))) return false;
  if (instance.owner && (await isAlive(instance.owner)))
    throw new LocalStackInUseError(port, instance.owner.pid);
  await endInstance(folder, instance);
  return true;
}
