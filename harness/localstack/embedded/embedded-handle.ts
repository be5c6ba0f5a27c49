import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../emulators/emulator.ts";
import { LocalStackEnded } from "../ended.ts";
import { howToContinue } from "../port.ts";
import { inspectProcess } from "../process/processes.ts";
import type { LocalStack, StopOptions } from "../start.ts";
import { endInstance } from "./instance.ts";
import type { Launched, LaunchOptions } from "./launch.ts";

/** Milliseconds between two looks whether the system has stopped it; two in a row count. */
const LOOK_EVERY_MS = 3_000;

/** The child process in which LocalStack runs, as the harness hands it out. */
export class EmbeddedLocalStack implements LocalStack {
  readonly kind: Emulator["target"];
  readonly emulator: string | undefined;
  readonly endpoint: string;
  readonly ended: Promise<LocalStackEnded>;
  readonly #options: Pick<LaunchOptions, "emulator" | "port" | "folder" | "log">;
  readonly #launched: Launched;
  readonly #removal: Disposable | undefined;
  readonly #stopped = new AbortController();
  #stopping: Promise<void> | undefined;
  #keepsLog = false;

  /** @param removal of its log, if this process is killed */
  constructor(
    options: Pick<LaunchOptions, "emulator" | "port" | "folder" | "log">,
    launched: Launched,
    removal: Disposable | undefined,
  ) {
    this.#options = options;
    this.kind = options.emulator.target;
    this.emulator = launched.emulator;
    this.#launched = launched;
    this.#removal = removal;
    this.endpoint = `http://localhost:${options.port}`;
    this.ended = Promise.race([this.#exit(), this.#pause()]);
  }

  get log(): string {
    return this.#options.log;
  }

  stop({ keepLog = false }: StopOptions = {}): Promise<void> {
    this.#keepsLog ||= keepLog;
    this.#stopped.abort();
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    await endInstance(this.#options.folder, this.#launched.instance);
    // a log that an error names stays
    if (!this.#keepsLog) await rm(this.#options.log, { force: true });
    this.#removal?.[Symbol.dispose]();
  }

  async #exit(): Promise<LocalStackEnded> {
    const { emulator, port, folder, log } = this.#options;
    const code = await this.#launched.exit;
    if (this.#stopping) return forever;
    this.#keepsLog = true;
    this.#removal?.[Symbol.dispose]();
    await endInstance(folder, this.#launched.instance);
    return new LocalStackEnded(
      `on port ${port} ended with code ${code}; its log is ${log}`,
      code,
      emulator.venv.title,
    );
  }

  /** Settles when the process is stopped, by SIGSTOP, and so answers nothing any more. */
  async #pause(): Promise<LocalStackEnded> {
    const { pid } = this.#launched.instance;
    const { signal } = this.#stopped;
    for (let seen = 0; seen < 2; ) {
      await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => forever);
      const running = await inspectProcess(pid);
      if (!running) return forever;
      seen = running.isStopped ? seen + 1 : 0;
    }
    return new LocalStackEnded(
      `on port ${this.#options.port} does not answer: process ${pid}, ${howToContinue(pid)}`,
      undefined,
      this.#options.emulator.venv.title,
    );
  }
}

const forever = new Promise<never>(() => {});
