import { createInterface } from "node:readline/promises";

/** Somebody was asked and did not say yes. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  constructor() {
    super("you did not say yes");
  }
}

/** Nobody is there to be asked. */
export class NobodyToAskError extends Error {
  override readonly name = "NobodyToAskError";

  constructor() {
    super("this is not a terminal, so nobody can be asked: give --yes to go on without a question");
  }
}

export interface ConfirmOptions {
  /** `--yes`: nobody is asked. */
  yes: boolean;
  signal: AbortSignal;
  input?: NodeJS.ReadableStream & { isTTY?: boolean };
  output?: NodeJS.WritableStream;
}

/**
 * Returns when the answer is yes.
 * @throws RefusedError, NobodyToAskError
 */
export async function confirm(question: string, options: ConfirmOptions): Promise<void> {
  const { yes, signal, input = process.stdin, output = process.stdout } = options;
  if (yes) return;
  if (!input.isTTY) throw new NobodyToAskError();
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
