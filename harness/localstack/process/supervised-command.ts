import { extname, join } from "node:path";
import { execa } from "execa";

export interface RunOptions {
  /** The whole environment: nothing else is inherited. */
  env: Record<string, string>;
  cwd: string;
  signal?: AbortSignal | undefined;
  /** Called for each line of output, as it comes. */
  onLine?: (line: string) => void;
}

export interface RunResult {
  /** 0 is success, 127 that the command is not there, 128 + n that signal n ended it. */
  exitCode: number;
  /** What it wrote to both of its outputs. */
  output: string;
}

const LEASH = join(import.meta.dirname, `leash${extname(import.meta.filename)}`);

/**
 * Runs a command that ends, with all that it started, when this process does: on SIGKILL of this process too.
 * @throws the signal's reason, once the command has ended
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const leash = execa(process.execPath, [LEASH, command, ...args], {
    env: options.env,
    extendEnv: false,
    cwd: options.cwd,
    stdin: "pipe",
    all: true,
    reject: false,
    // out of the terminal's reach: on Ctrl-C it is this process that decides what ends when
    detached: true,
    ...(options.signal && { cancelSignal: options.signal }),
  });
  for await (const line of leash.iterable({ from: "all" })) options.onLine?.(String(line));
  const { exitCode = 1, all, isCanceled } = await leash;
  if (isCanceled) throw options.signal?.reason;
  return { exitCode, output: all };
}
