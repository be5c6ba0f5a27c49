import { dirname } from "node:path";
import { attach } from "../attach.ts";
import { LocalStackEnded } from "../ended.ts";
import { LOCALSTACK_FOLDER, PLUGIN_FOLDER, stateFolder } from "../paths.ts";
import { anyFreePort, assertPortFree, PortTakenError } from "../port.ts";
import { withLock } from "../process/lock.ts";
import { functionsNode } from "../process/node-runtime.ts";
import { isAlive } from "../process/processes.ts";
import { diskError, fileError } from "../python/install-errors.ts";
import { damagedFile } from "../python/integrity.ts";
import { useServiceCatalog } from "../python/service-catalog.ts";
import { discardEnvironment, ensureEnvironment } from "../python/venv.ts";
import type { LocalStack, StartOptions } from "../start.ts";
import {
  endInstance,
  endLeftovers,
  isOrphan,
  logFile,
  prepareFolder,
  readInstance,
  removeFolder,
  sweepFolders,
} from "./instance.ts";
import { type Launched, type LaunchOptions, LocalStackStartError, launch } from "./launch.ts";

export interface EmbeddedOptions extends StartOptions {
  port: number;
  /** Use a LocalStack that answers at the port already, instead of a {@link PortTakenError}. */
  orAttach?: boolean;
}

const QUICK_MS = 1_000;
/** A port that was free a moment ago may be taken by the time that LocalStack listens. */
const PORT_ATTEMPTS = 5;

/**
 * Starts LocalStack as a child process, with the plugin in it. It ends with this process, however that ends, unless it
 * is `detached`.
 * @throws PortTakenError, PortForbiddenError, NodeVersionError, LocalStackStartError and what `ensureEnvironment` throws;
 * the signal's reason
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<LocalStack> {
  if (options.port !== 0) return startAt(options.port, options);
  await sweepFolders(LOCALSTACK_FOLDER);
  for (let attempt = 1; ; attempt++) {
    try {
      return await startAt(await anyFreePort(), { ...options, orAttach: false });
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startAt(port: number, options: EmbeddedOptions): Promise<LocalStack> {
  const { onProgress, signal } = options;
  const folder = stateFolder(port);
  // whatever is silent for longer is asked again below, before the port counts as taken
  const running = await runningAt(port, folder, options, QUICK_MS);
  if (running) return running;
  const node = await functionsNode();
  const python = await ensureEnvironment({ onProgress, signal });
  const onWait = () => onProgress?.(`waiting for another start on port ${port}`);
  try {
    return await withLock(folder, { onWait, signal }, async (held) => {
      const first = await runningAt(port, folder, options);
      if (first) return first;
      await vacate(port, folder);
      onProgress?.(`starting LocalStack on port ${port}`);
      const launchOptions = {
        port,
        folder,
        python,
        node,
        plugin: PLUGIN_FOLDER,
        detached: options.detached ?? false,
        anyPort: options.port === 0,
        env: options.env,
        signal: held,
      };
      return handle(launchOptions, await launchOrHeal(launchOptions, options));
    });
  } catch (error) {
    throw fileError(folder, error);
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
  await assertPortFree(port);
  if (earlier && (await isAlive(earlier)))
    throw new PortTakenError(port, `a LocalStack of this checkout that does not answer (pid ${earlier.pid})`);
}

/** A LocalStack that does not come up may have lost a file of its environment, which can be built anew. */
async function launchOrHeal(
  options: LaunchOptions,
  { onProgress, signal }: EmbeddedOptions,
): Promise<Launched> {
  try {
    return await launchAnew(options);
  } catch (error) {
    if (!(error instanceof LocalStackStartError)) throw error;
    if (/address already in use/i.test(error.tail)) throw new PortTakenError(options.port, "something else");
    const disk = diskError(options.folder, error.tail);
    if (disk) throw disk;
    const damaged = await damagedFile();
    if (!damaged) throw error;
    onProgress?.(`the environment is damaged (${damaged}): building it anew`);
  }
  await discardEnvironment();
  await ensureEnvironment({ onProgress, signal });
  return launchAnew(options);
}

async function launchAnew(options: LaunchOptions): Promise<Launched> {
  await prepareFolder(options.folder);
  await useServiceCatalog(dirname(dirname(options.python)), options.folder);
  return launch(options);
}

function handle({ folder, port, anyPort }: LaunchOptions, { identity, exit }: Launched): LocalStack {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await endInstance(folder, identity);
    if (anyPort) await removeFolder(folder);
  };
  const ended = exit.then(async (code) => {
    if (stopping) return new Promise<never>(() => {});
    await endLeftovers(folder);
    return new LocalStackEnded(
      `on port ${port} ended with code ${code}; its log is ${logFile(folder)}`,
      code,
    );
  });
  const stopOnce = () => (stopping ??= stop());
  return {
    kind: "embedded",
    endpoint: `http://localhost:${port}`,
    ended,
    stop: stopOnce,
    [Symbol.asyncDispose]: stopOnce,
  };
}
