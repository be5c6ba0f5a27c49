/** The command was asked to stop before it was done. There is nothing to report: the user knows. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** 128 + the signal's number, as shells have it. */
  readonly exitCode: number;

  constructor(reason: string, exitCode: number) {
    super(`interrupted by ${reason}`);
    this.exitCode = exitCode;
  }
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * One Ctrl-C can arrive twice: the terminal sends SIGINT to the whole foreground group, and npm, being in it, sends it
 * on to its script. What follows within this time, in milliseconds, is the same wish.
 */
const SAME_WISH_MS = 500;

export interface InterruptionOptions {
  /** Called for the second wish: end now, however it looks. */
  force?: (exitCode: number) => void;
  /** Milliseconds on any steady clock. */
  now?: () => number;
  /** Where signals come from. */
  source?: NodeJS.EventEmitter;
}

/** Turns SIGINT, SIGTERM and SIGHUP into one AbortSignal whose reason is an {@link InterruptedError}. */
export class Interruption implements Disposable {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #source: NodeJS.EventEmitter;
  readonly #force: (exitCode: number) => void;
  readonly #now: () => number;
  #since = 0;

  constructor({
    force,
    now = performance.now.bind(performance),
    source = process,
  }: InterruptionOptions = {}) {
    this.signal = this.#controller.signal;
    this.#source = source;
    this.#now = now;
    this.#force = force ?? ((exitCode) => process.exit(exitCode));
    for (const name of Object.keys(EXIT_CODES)) source.on(name, this.#onSignal);
  }

  /** Ends the command for another reason than a signal. Changes nothing once it is ending. */
  interrupt(reason: string, exitCode: number): void {
    if (this.signal.aborted) return;
    this.#since = this.#now();
    this.#controller.abort(new InterruptedError(reason, exitCode));
  }

  [Symbol.dispose](): void {
    for (const name of Object.keys(EXIT_CODES)) this.#source.off(name, this.#onSignal);
  }

  readonly #onSignal = (name: keyof typeof EXIT_CODES): void => {
    const isSecond = this.signal.aborted && this.#now() - this.#since > SAME_WISH_MS;
    if (isSecond) this.#force(EXIT_CODES[name]);
    else this.interrupt(name, EXIT_CODES[name]);
  };
}
