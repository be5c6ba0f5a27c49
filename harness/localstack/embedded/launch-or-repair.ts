import { dirname } from "node:path";
import { diskError, fullDisk } from "../../core/files/file-errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";
import { portTaken } from "../port.ts";
import { pythonOf } from "../python/install.ts";
import { damagedFile } from "../python/integrity.ts";
import { discardVenv, ensureVenv } from "../python/venv.ts";
import { type Launched, type LaunchOptions, LocalStackStartError, launch } from "./launch.ts";
import { prepareState } from "./state-folder.ts";

/**
 * Launches LocalStack in its Python environment. One that does not start may have lost a file of that, which is then
 * built again.
 */
export async function launchOrRepair(
  options: Omit<LaunchOptions, "python">,
  onProgress?: (step: string) => void,
): Promise<Launched> {
  const { emulator } = options;
  const venvOptions = { ...emulator.venv, onProgress, signal: options.signal };
  const venv = await ensureVenv(venvOptions);
  onProgress?.(`starting ${emulator.venv.title} on port ${options.port}`);
  try {
    return await launchIn(venv, options);
  } catch (error) {
    if (!(error instanceof LocalStackStartError)) throw error;
    if (/address already in use/i.test(error.tail)) throw portTaken(options.port, "something else");
    const disk = diskError(options.folder, error.tail) ?? (await fullDisk(dirname(options.log)));
    if (disk) throw disk;
    const damaged = await damagedFile(venv);
    if (!damaged) throw error;
    onProgress?.(`the Python environment is damaged (${damaged}): building it again`);
  }
  await discardVenv(venv);
  return launchIn(await ensureVenv(venvOptions), options);
}

async function launchIn(venv: string, options: Omit<LaunchOptions, "python">): Promise<Launched> {
  // one that is detached goes on without its starter; others remove it themselves once they run
  using _ = options.detached ? undefined : await removeIfKilled(options.folder);
  await prepareState(options.folder);
  await options.emulator.prepare?.(venv, options.folder);
  return launch({ ...options, python: pythonOf(venv) });
}
