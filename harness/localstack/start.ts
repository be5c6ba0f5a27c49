import { HarnessError, hasCode } from "../core/errors.ts";
import { assertUsableEndpoint } from "../core/ports.ts";
import { attach, notRunning } from "./attach.ts";
import { loadContainers } from "./docker/load.ts";
import { startEmbedded } from "./embedded/start-embedded.ts";
import { OTHER_EMULATORS, type OtherEmulator } from "./emulators/other-emulators.ts";
import type { LocalStackEnded } from "./ended.ts";
import { harnessInfo } from "./health.ts";
import { DEFAULT_PORT } from "./port.ts";

export type { LocalStackEnded };

/**
 * Which LocalStack to use, or which other emulator. `auto`: the running one, else an embedded one, else, without a Python for
 * it, a container.
 */
export type Target = "auto" | "embedded" | "container" | "running" | OtherEmulator;

const TARGETS: readonly string[] = [
  ...(["auto", "embedded", "container", "running"] satisfies Target[]),
  ...Object.keys(OTHER_EMULATORS),
];

/** A LocalStack that answers. `await using` stops it. */
export interface LocalStack extends AsyncDisposable {
  readonly kind: "embedded" | "container" | "running" | OtherEmulator;
  /** Where it is another emulator: its name and release, such as `MiniStack 1.5.33`. It has no clock, faults or calls. */
  readonly emulator?: string | undefined;
  /** Such as `http://localhost:4566`, without a slash at its end. */
  readonly endpoint: string;
  /** Settles when it ends without having been asked to; never for one that `stop()` stopped. */
  readonly ended: Promise<LocalStackEnded>;
  /** The file with its output, where the harness writes one. */
  readonly log?: string;
  /** Ends it and all that it started; may be called again. Leaves a `running` one alone. */
  stop(options?: StopOptions): Promise<void>;
}

/** How a {@link LocalStack} is stopped. */
export interface StopOptions {
  /** Its log stays, for an error that names it. Otherwise the log of an embedded LocalStack is removed. */
  keepLog?: boolean;
}

/** How {@link startLocalStack} starts LocalStack. */
export interface StartOptions {
  /** Else the environment variable `TARGET` says which, else it is `auto`. */
  target?: Target;
  /** The port of this machine that LocalStack listens on; 0 chooses a free one. Default: 4566. */
  port?: number;
  /** It outlives this process; `stopDetached` ends it. */
  detached?: boolean;
  /** Called with a description of each step. */
  onProgress?: (step: string) => void;
  /** Cancels the start, and undoes what it has done. */
  signal?: AbortSignal;
  /** Settings for LocalStack beyond the harness's own. This process's `HARNESS_PATCHES` is passed on. */
  env?: Record<string, string>;
  /**
   * Continues with the state that the last embedded LocalStack with `keep` on this port had, and keeps its own state in
   * the project's `.localstack/kept-<port>`.
   */
  keep?: boolean | undefined;
  /** The root of the project that it runs for; else the one that this process runs in. */
  project?: string;
}

/**
 * Gives a LocalStack that answers, with the plugin in it where the harness starts it.
 * @throws HarnessError `TARGET_UNKNOWN`, `LOCALSTACK_NOT_RUNNING`, `STATE_NOT_KEPT`, `BLOCKED_PORT` for a port that `fetch`
 * refuses; what `startEmbedded` and `startContainer` throw; the signal's reason
 */
export async function startLocalStack(given: StartOptions = {}): Promise<LocalStack> {
  const { HARNESS_PATCHES } = process.env;
  const options = { ...given, env: { ...(HARNESS_PATCHES && { HARNESS_PATCHES }), ...given.env } };
  const target = options.target ?? targetFrom(process.env.TARGET);
  const port = options.port ?? DEFAULT_PORT;
  assertUsableEndpoint(`http://localhost:${port}`);
  const localStack = await startOn(target, { ...options, port });
  if (!options.keep || (await keepsState(localStack))) return localStack;
  await localStack.stop();
  throw new HarnessError(
    "STATE_NOT_KEPT",
    `the LocalStack at ${localStack.endpoint} (${localStack.kind}) does not keep its state: only an embedded one that is ` +
      "started with keep does. Stop it first, or do not ask for keep",
  );
}

/** Whether the plugin in it saves its state. */
async function keepsState({ endpoint }: LocalStack): Promise<boolean> {
  const info = await harnessInfo(Number(new URL(endpoint).port || 80));
  return info?.features.includes("keep") ?? false;
}

async function startOn(target: Target, options: StartOptions & { port: number }): Promise<LocalStack> {
  const { port } = options;
  switch (target) {
    case "running": {
      const running = await attach(port || DEFAULT_PORT, options);
      if (!running) throw notRunning(port || DEFAULT_PORT);
      return running;
    }
    case "embedded":
      return startEmbedded(options);
    case "container":
      return startContainer(options);
    case "auto":
      return startAny(options);
    default:
      return startEmbedded({ ...options, emulator: await OTHER_EMULATORS[target].load() });
  }
}

/** What messages call the emulator of a target. */
export function titleOf(target: string | undefined): string {
  return Object.entries(OTHER_EMULATORS).find(([name]) => name === target)?.[1].title ?? "LocalStack";
}

function targetFrom(name = "auto"): Target {
  if (TARGETS.includes(name)) return name as Target;
  throw new HarnessError(
    "TARGET_UNKNOWN",
    `there is no target ${JSON.stringify(name)}: TARGET is one of ${TARGETS.join(", ")}`,
  );
}

async function startAny(options: StartOptions & { port: number }): Promise<LocalStack> {
  try {
    return await startEmbedded({ ...options, orAttach: true });
  } catch (error) {
    if (!hasCode(error, "PYTHON_NOT_FOUND") || !(await dockerAnswers())) throw error;
    options.onProgress?.("no Python for an embedded LocalStack: using Docker");
    return startContainer(options);
  }
}

// Testcontainers takes a third of a second to load: only those who use it wait for it

async function dockerAnswers(): Promise<boolean> {
  const { connectDocker } = await import("./docker/daemon.ts");
  return connectDocker().then(
    () => true,
    () => false,
  );
}

async function startContainer(options: StartOptions & { port: number }): Promise<LocalStack> {
  const containers = await loadContainers();
  return containers.startContainer(options);
}
