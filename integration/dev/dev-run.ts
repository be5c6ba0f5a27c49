import { resolve } from "node:path";
import { execa } from "execa";
import { poll } from "localstack-harness";

const COMMAND = resolve(import.meta.dirname, "../../harness/cli/bin.mjs");
const TERMINAL = resolve(import.meta.dirname, "terminal.py");
/** Milliseconds for a start and a deployment on a busy machine. */
const START_MS = 280_000;
/** Milliseconds in which a change must have been brought to the app on a busy machine. */
const UPDATE_MS = 120_000;

export interface DevOptions {
  args?: readonly string[];
  env?: Record<string, string>;
  /** A Python that runs it in a terminal, which is closed when the standard input ends. Default: without a terminal. */
  terminal?: string;
}

const startDev = (root: string, port: number, { args = [], env = {}, terminal }: DevOptions) => {
  const dev = [process.execPath, COMMAND, "dev", "--port", String(port), ...args];
  const [file = "", ...rest] = terminal ? [terminal, TERMINAL, ...dev] : dev;
  return execa(file, rest, {
    cwd: root,
    env: { CI: undefined, VITEST: undefined, NODE_OPTIONS: undefined, ...env },
    stdin: "pipe",
    all: true,
    reject: false,
    // a Ctrl-C that ends the tests is not for it, but it ends with them
    detached: true,
    ipc: !terminal,
  });
};

/** A running `localstack-harness dev`; `await using` ends it. */
export class DevRun implements AsyncDisposable {
  readonly port: number;
  readonly process: ReturnType<typeof startDev>;
  #output = "";
  #exitCode: number | undefined;

  /** Returns once the app is deployed and watched. */
  static async start(root: string, port: number, options: DevOptions = {}): Promise<DevRun> {
    const run = new DevRun(root, port, options);
    try {
      await run.says(/^Changes, executions and mails:\r?$/m, START_MS);
      return run;
    } catch (error) {
      await run[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(root: string, port: number, options: DevOptions) {
    this.port = port;
    this.process = startDev(root, port, options);
    this.process.all.on("data", (data: Buffer) => {
      this.#output += data.toString();
    });
    void this.process.then(({ exitCode }) => {
      this.#exitCode = exitCode ?? -1;
    });
  }

  get endpoint(): string {
    return `http://localhost:${this.port}`;
  }

  get output(): string {
    return this.#output;
  }

  /** The lines of updates in the output from a position on. */
  updatesSince(mark: number): string[] {
    return this.#output
      .slice(mark)
      .split("\n")
      .filter((line) => /\d ms$/.test(line));
  }

  /**
   * Waits for a text in the output.
   * @param within milliseconds
   * @param since the position in the output from which on the text counts
   */
  async says(pattern: RegExp, within = UPDATE_MS, since = 0): Promise<RegExpExecArray> {
    return poll({ awaiting: `${pattern} from dev`, within }, async () => {
      const found = pattern.exec(this.#output.slice(since));
      if (found) return { done: found };
      if (this.#exitCode !== undefined)
        throw new Error(`dev has ended with ${this.#exitCode}:\n${this.#output}`);
      return { seen: this.#output.slice(since) || "nothing" };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGTERM");
    await this.process;
  }
}
