import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rm } from "node:fs/promises";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { HarnessError } from "../../core/errors.ts";
import { PRIVATE_FILE } from "../../core/files/file-errors.ts";
import type { Emulator } from "../emulators/emulator.ts";
import { harnessInfo, localStackHealth } from "../health.ts";
import { inspectProcess, type ProcessIdentity } from "../process/processes.ts";
import { endInstance, type Instance, writeInstance } from "./instance.ts";

/** LocalStack ended, or said nothing, before it was ready. */
export class LocalStackStartError extends HarnessError {
  override readonly name = "LocalStackStartError";
  /** The end of LocalStack's log. */
  readonly tail: string;

  constructor({ emulator, log }: Pick<LaunchOptions, "emulator" | "log">, about: string, tail: string) {
    super(
      "LOCALSTACK_START_FAILED",
      `${emulator.venv.title.toLowerCase()} ${about}; its log, ${log}, ends with:\n${tail || "nothing"}`,
    );
    this.tail = tail;
  }
}

export interface LaunchOptions {
  emulator: Emulator;
  port: number;
  /** Its state: prepared, empty. */
  folder: string;
  /** The file for its output. */
  log: string;
  python: string;
  node: string;
  /** The folder of the plugin's Python package. */
  plugin: string;
  /** The project whose functions it runs. */
  project: string;
  detached: boolean;
  env?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
}

/** A LocalStack that answers. */
export interface Launched {
  instance: Instance;
  /** Its name and release, where it is not LocalStack. */
  emulator: string | undefined;
  /** Its exit code, once it has ended; 128 + n where signal n ended it. */
  exit: Promise<number>;
}

/** Milliseconds until the first health. It takes two seconds; the first one ever, on a busy machine, twenty. */
const START_MS = 120_000;
const PAUSE_MS = 50;

/**
 * Runs LocalStack until it answers, and makes sure that it has the plugin.
 * @throws LocalStackStartError; the signal's reason. Nothing is left running then.
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { emulator, folder, log, signal } = options;
  const child = await spawnLocalStack(options);
  const exit = exitCode(child);
  const identity = child.pid === undefined ? undefined : await inspectProcess(child.pid);
  const instance = identity && (await instanceOf(identity, options));
  // ends the question for its health, too, when it has ended
  const decided = new AbortController();
  const asking = signal ? AbortSignal.any([signal, decided.signal]) : decided.signal;
  try {
    if (instance) await writeInstance(folder, instance);
    await Promise.race([
      healthy({ ...options, signal: asking }),
      exit.then(async (code) => {
        throw new LocalStackStartError(
          options,
          `ended during its start, with code ${code}`,
          await tailOf(log),
        );
      }),
    ]);
    const info = await harnessInfo(options.port, signal);
    if (!instance || info?.executor !== emulator.executor) {
      const loaded = info
        ? `runs functions by ${info.executor}, not by ${emulator.executor}`
        : "did not load the plugin";
      throw new LocalStackStartError(options, loaded, await tailOf(log));
    }
    if (options.detached) child.unref();
    return { instance, emulator: info.emulator, exit };
  } catch (error) {
    if (instance) await endInstance(folder, instance);
    if (signal?.aborted) await rm(log, { force: true });
    throw error;
  } finally {
    decided.abort();
  }
}

/** The shell becomes LocalStack: it is only there to keep other users from what LocalStack writes. */
const PRIVATELY = 'umask 077; exec "$0" "$@"';

async function spawnLocalStack({
  emulator,
  python,
  detached,
  ...options
}: LaunchOptions): Promise<ChildProcess> {
  const { folder } = options;
  const log = await open(options.log, "w", PRIVATE_FILE);
  try {
    const child = spawn("/bin/sh", ["-c", PRIVATELY, python, ...emulator.command], {
      cwd: folder,
      env: emulator.environment({ ...options, lifeline: !detached, extra: options.env }),
      stdio: [detached ? "ignore" : "pipe", log.fd, log.fd],
      // out of the terminal's reach: on Ctrl-C it is the starter that decides what ends when
      detached: true,
    });
    // the pipe is never written to: its end is how LocalStack notices that this process has ended
    child.stdin?.on("error", () => {});
    return child;
  } finally {
    await log.close();
  }
}

async function exitCode(child: ChildProcess): Promise<number> {
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + constants.signals[signal ?? "SIGKILL"];
}

async function instanceOf(identity: ProcessIdentity, options: LaunchOptions): Promise<Instance> {
  const { port, detached, env } = options;
  const starter = detached ? undefined : await inspectProcess(process.pid);
  return {
    ...identity,
    port,
    ...(starter && { owner: { pid: starter.pid, started: starter.started } }),
    ...(env?.HARNESS_KEEP && { keeps: true }),
  };
}

async function healthy(options: LaunchOptions): Promise<void> {
  const { port, log, signal } = options;
  const deadline = performance.now() + START_MS;
  while (!(await localStackHealth(port, signal))) {
    if (performance.now() > deadline)
      throw new LocalStackStartError(
        options,
        `did not answer within ${START_MS / 1_000} s`,
        await tailOf(log),
      );
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

const LINES_SHOWN = 15;

/** The last lines of a log. */
async function tailOf(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch((error: NodeJS.ErrnoException) => error.message);
  return text.trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
}
