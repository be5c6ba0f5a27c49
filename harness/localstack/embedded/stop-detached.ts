import { rm } from "node:fs/promises";
import { HarnessError } from "../../core/errors.ts";
import { logFile } from "../logs.ts";
import { LOCALSTACK_FOLDER } from "../paths.ts";
import { isAlive } from "../process/processes.ts";
import { endInstance, readInstance } from "./instance.ts";
import { stateFolder } from "./state-folder.ts";

/**
 * Ends a LocalStack that was started `detached` on this port, for this project, with all that it started.
 * @returns whether there was one
 * @throws HarnessError `LOCALSTACK_IN_USE` where the process that started it still runs, and so ends it
 */
export async function stopDetached(port: number, base = LOCALSTACK_FOLDER): Promise<boolean> {
  const folder = stateFolder(port, base);
  const instance = await readInstance(folder);
  if (!instance || !(await isAlive(instance))) return false;
  const { owner } = instance;
  if (owner && (await isAlive(owner)))
    throw new HarnessError(
      "LOCALSTACK_IN_USE",
      `the LocalStack on port ${port} belongs to process ${owner.pid}, which ends it: ` +
        `end that one (Ctrl-C, or kill ${owner.pid})`,
    );
  await endInstance(folder, instance);
  await rm(logFile(port, base), { force: true });
  return true;
}
