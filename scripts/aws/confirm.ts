import { createInterface } from "node:readline/promises";

/** The user did not confirm. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  constructor() {
    super("you did not say yes");
  }
}

/** There is no terminal to ask the user. */
export class NoTerminalError extends Error {
  override readonly name = "NoTerminalError";

  constructor() {
    super("this is not a terminal, so there is no way to ask: use --yes to continue without a question");
  }
}

export interface ConfirmOptions {
  /** `--yes`: continues without a question. */
  yes: boolean;
  signal: AbortSignal;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/**
 * Returns when the answer is yes.
 * @throws RefusedError, NoTerminalError
 */
export async function confirm(question: string, options: ConfirmOptions): Promise<void> {
  const { yes, signal, input = process.stdin, output = process.stdout } = options;
  if (yes) return;
  if (!input.isTTY) throw new NoTerminalError();
  const readline = createInterface({ input, output });
  try {
    const closed = new Promise<string>((resolve) => readline.once("close", () => resolve("")));
    const answer = await Promise.race([readline.question(`${question} [y/N] `, { signal }), closed]);
    if (!/^y(es)?$/i.test(answer.trim())) throw new RefusedError();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    readline.close();
  }
}
