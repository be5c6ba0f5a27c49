import { join } from "node:path";
import { hasCode } from "../../core/errors.ts";
import { fileError, makeFolder } from "../../core/files/file-errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";
import { attach } from "../attach.ts";
import type { Emulator } from "../emulators/emulator.ts";
import { LOCALSTACK } from "../emulators/localstack.ts";
import { logFile } from "../logs.ts";
import { PLUGIN_FOLDER, PROJECT_ROOT, stateRoot } from "../paths.ts";
import { anyFreePort, assertPortFree, howToContinue, portTaken } from "../port.ts";
import { withLock } from "../process/lock.ts";
import { functionsNode } from "../process/node-runtime.ts";
import { inspectProcess } from "../process/processes.ts";
import type { LocalStack, StartOptions } from "../start.ts";
import { EmbeddedLocalStack } from "./embedded-handle.ts";
import { endInstance, isOrphan, readInstance } from "./instance.ts";
import { launchOrRepair } from "./launch-or-repair.ts";
import { stateFolder, stateLock, sweepStates } from "./state-folder.ts";

export interface EmbeddedOptions extends StartOptions {
  port: number;
  /** Default: LocalStack. */
  emulator?: Emulator;
  /** Use a LocalStack that answers at the port already, instead of an error. */
  orAttach?: boolean;
}

const QUICK_MS = 1_000;
/** A port that was free a moment ago may be taken by the time that LocalStack listens. */
const PORT_ATTEMPTS = 5;

/**
 * Starts LocalStack, with the plugin in it, or another emulator as a child process. It ends with this process, however that ends, unless it
 * is `detached`.
 * @throws HarnessError `PORT_TAKEN`, `PORT_FORBIDDEN`, `NODE_TOO_OLD`, `LOCALSTACK_START_FAILED` and those of
 * `ensureVenv`; the signal's reason
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<LocalStack> {
  if (options.port !== 0) return startAt(options.port, options);
  for (let attempt = 1; ; attempt++) {
    try {
      return await startAt(await anyFreePort(), { ...options, orAttach: false });
    } catch (error) {
      if (!hasCode(error, "PORT_TAKEN") || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startAt(port: number, options: EmbeddedOptions): Promise<LocalStack> {
  const { onProgress, signal } = options;
  const base = stateRoot(options.project ?? PROJECT_ROOT);
  const folder = stateFolder(port, base);
  // what is silent for longer is asked again below, before the port counts as taken
  const running = await runningAt(port, folder, options, QUICK_MS);
  if (running) return running;
  const node = await functionsNode();
  const onWait = () => onProgress?.(`waiting for another start on port ${port}`);
  try {
    await makeFolder(base);
    await sweepStates(base);
    return await withLock(stateLock(port, base), { onWait, signal }, async (held) => {
      const first = await runningAt(port, folder, options);
      if (first) return first;
      await vacate(port, folder);
      const launchOptions = {
        emulator: options.emulator ?? LOCALSTACK,
        port,
        folder,
        log: logFile(port, base),
        node,
        plugin: PLUGIN_FOLDER,
        project: options.project ?? PROJECT_ROOT,
        detached: options.detached ?? false,
        env: { ...(options.keep && { HARNESS_KEEP: join(base, `kept-${port}`) }), ...options.env },
        signal: held,
      };
      const removal = options.detached ? undefined : await removeIfKilled(launchOptions.log);
      try {
        const launched = await launchOrRepair(launchOptions, onProgress);
        return new EmbeddedLocalStack(launchOptions, launched, removal);
      } catch (error) {
        removal?.[Symbol.dispose]();
        throw error;
      }
    });
  } catch (error) {
    throw fileError(base, error);
  }
}

/** What answers at the port, where that may be used; not one that is about to end because its starter was killed. */
async function runningAt(
  port: number,
  folder: string,
  options: EmbeddedOptions,
  silenceMs?: number,
): Promise<LocalStack | undefined> {
  if (!options.orAttach) return undefined;
  const instance = await readInstance(folder);
  return instance && (await isOrphan(instance)) ? undefined : attach(port, options, silenceMs);
}

/** Makes sure that a new LocalStack has port and folder to itself. */
async function vacate(port: number, folder: string): Promise<void> {
  const earlier = await readInstance(folder);
  if (earlier && (await isOrphan(earlier))) await endInstance(folder, earlier);
  const running = earlier && (await inspectProcess(earlier.pid));
  if (running && running.started === earlier.started) {
    const who = `a LocalStack of this project (pid ${earlier.pid})`;
    throw portTaken(port, running.isStopped ? `${who}, ${howToContinue(earlier.pid)}` : who);
  }
  await assertPortFree(port);
}
