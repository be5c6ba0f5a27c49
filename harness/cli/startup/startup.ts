import { setTimeout as sleep } from "node:timers/promises";
import type { HarnessConfig } from "../../config/config.ts";
import { connectionCode, LocalStackGoneError } from "../../core/localstack-http.ts";
import type { Step } from "../../core/steps.ts";
import { DEFAULT_PORT } from "../../localstack/port.ts";
import { type LocalStack, type StartOptions, startLocalStack, titleOf } from "../../localstack/start.ts";
import { CleanUpError, explain } from "../terminal/errors.ts";
import type { InstanceOptions } from "../terminal/options.ts";

/** Milliseconds in which a LocalStack that does not answer is found to have ended, and how. */
const POST_MORTEM_MS = 5_000;

/** The LocalStack of a command, from its first step to the command's end. */
export class Startup {
  readonly step: Step;
  /** What messages call what is started. */
  readonly title: string;
  /** Aborts with the command, or when LocalStack ends; its reason says which. */
  readonly signal: AbortSignal;
  readonly #lost = new AbortController();
  #localStack: LocalStack | undefined;
  #hasFailed = false;

  /** That of a project, with the port and the variables of its settings. */
  static of(
    { port: projectsPort = DEFAULT_PORT, env = {} }: HarnessConfig,
    { port = projectsPort, keep }: InstanceOptions,
    options: Pick<StartOptions, "detached"> & { signal: AbortSignal },
  ): Startup {
    return new Startup({ port, keep, env, ...options });
  }

  constructor(options: StartOptions & { signal: AbortSignal }) {
    this.signal = AbortSignal.any([options.signal, this.#lost.signal]);
    this.title = titleOf(options.target ?? process.env.TARGET);
    this.step = {
      title: `Start ${this.title}`,
      run: async (onProgress) => {
        this.#localStack = await startLocalStack({ ...options, onProgress });
        void this.#localStack.ended.then((end) => this.#lost.abort(end));
        return outcomeOf(this.#localStack);
      },
    };
  }

  /** The LocalStack, once the step has run. */
  get localStack(): LocalStack {
    if (!this.#localStack) throw new TypeError("LocalStack is not started yet");
    return this.#localStack;
  }

  /** Whether there is a LocalStack that {@link stop} ends. */
  get isOurs(): boolean {
    return this.#localStack !== undefined && this.#localStack.kind !== "running";
  }

  /** What to report of an error: where LocalStack has ended, that and how, not what failed because of it. */
  async cause(error: unknown): Promise<unknown> {
    const isGone = error instanceof LocalStackGoneError || connectionCode(error) !== undefined;
    if (isGone && this.#localStack && !this.signal.aborted) {
      await sleep(POST_MORTEM_MS, undefined, { signal: this.signal }).catch(() => {});
    }
    if (this.signal.aborted) return this.signal.reason;
    this.#hasFailed = true;
    return error;
  }

  /**
   * Ends it if the step has started one; one that ran before is left alone. After an error its log stays.
   * @throws CleanUpError
   */
  async stop(): Promise<void> {
    try {
      await this.#localStack?.stop({ keepLog: this.#hasFailed });
    } catch (cause) {
      const endpoint = this.#localStack?.endpoint;
      throw new CleanUpError(`cannot end ${this.title} at ${endpoint}: ${explain(cause)}`, { cause });
    }
    const { log } = this.#localStack ?? {};
    if (this.#hasFailed && log) process.stderr.write(`${this.title}'s log is ${log}\n`);
  }
}

function outcomeOf({ kind, endpoint, emulator }: LocalStack): string {
  if (kind === "running") return `attached to the running one at ${endpoint}`;
  return `${emulator ?? (kind === "container" ? "in a container" : kind)}, at ${endpoint}`;
}
