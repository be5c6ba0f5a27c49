/** What is used of `process.stdin`. */
export interface KeyInput extends NodeJS.ReadableStream {
  isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

interface KeysOptions {
  stdin?: KeyInput;
  stdout?: { isTTY?: boolean };
  /** Called when there are no more keys. */
  onEnd?: () => void;
}

const CTRL_C = "\u0003";

/** Keys that a user presses on a terminal, or that a program writes to the standard input. */
export class Keys implements Disposable {
  readonly #stdin: KeyInput;
  readonly #actions: Readonly<Record<string, () => void>>;
  readonly #onEnd: () => void;
  #isOpen: boolean;

  /** @param actions by key */
  constructor(
    actions: Readonly<Record<string, () => void>>,
    { stdin = process.stdin, stdout = process.stdout, onEnd = () => {} }: KeysOptions = {},
  ) {
    this.#stdin = stdin;
    this.#actions = actions;
    this.#onEnd = onEnd;
    // a terminal whose output goes elsewhere may belong to another program: reading from it would stop this one
    this.#isOpen = !stdin.isTTY || stdout.isTTY === true;
    if (!this.#isOpen) return;
    if (stdin.isTTY) stdin.setRawMode?.(true);
    stdin.setEncoding("utf8").on("data", this.#onData).on("end", this.#onClose).on("error", this.#onClose);
  }

  /** Whether a key can still come. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  readonly #onData = (text: string | Buffer): void => {
    for (const key of String(text)) {
      // in this mode the terminal does not do it
      if (key === CTRL_C) process.kill(process.pid, "SIGINT");
      else this.#actions[key]?.();
    }
  };

  readonly #onClose = (): void => {
    this.#isOpen = false;
    this.#onEnd();
  };

  [Symbol.dispose](): void {
    this.#stdin.off("data", this.#onData).off("end", this.#onClose).off("error", this.#onClose);
    if (this.#stdin.isTTY && this.#isOpen) this.#stdin.setRawMode?.(false);
    this.#stdin.pause();
  }
}
