import type { Readable } from "node:stream";
import { poll } from "localstack-harness";

/** A program that is started, with all that it prints. */
interface Running extends PromiseLike<unknown> {
  all: Readable;
  kill: (signal: NodeJS.Signals) => boolean;
}

interface Options {
  /** A line that it prints when it is ready. */
  ready: string;
  /** Milliseconds until then at most. */
  within: number;
  signal: AbortSignal;
}

/** Does something once a program is ready, and then ends the program. */
export async function whileRunning<Result>(
  program: Running,
  { ready, within, signal }: Options,
  action: () => Promise<Result>,
): Promise<Result> {
  let output = "";
  program.all.on("data", (data: Buffer) => {
    output += data.toString();
  });
  try {
    await poll({ awaiting: ready, within, signal }, async () =>
      output.includes(ready) ? { done: true } : { seen: output || "nothing" },
    );
    return await action();
  } finally {
    program.kill("SIGINT");
    await program;
  }
}
