import { execa } from "execa";
import { poll } from "../core/poll.ts";

export interface CommandOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Whether it also has the variables of this process. */
  extendEnv: boolean;
  detached?: boolean;
  ipc?: boolean;
}

const started = (file: string, args: readonly string[], options: CommandOptions) =>
  execa(file, args, { ...options, stdin: "pipe", all: true, reject: false });

/** A command that runs; `await using` ends it. */
export class RunningCommand implements AsyncDisposable {
  readonly process: ReturnType<typeof started>;
  readonly #name: string;
  #output = "";
  #exitCode: number | undefined;

  /** @param name what errors call it */
  constructor(name: string, file: string, args: readonly string[], options: CommandOptions) {
    this.#name = name;
    this.process = started(file, args, options);
    this.process.all.on("data", (data: Buffer) => {
      this.#output += data.toString();
    });
    void this.process.then(({ exitCode }) => {
      this.#exitCode = exitCode ?? -1;
    });
  }

  get output(): string {
    return this.#output;
  }

  /**
   * Waits for a text in the output.
   * @param within milliseconds
   * @param since the position in the output from which on the text counts
   */
  async says(pattern: RegExp, within: number, since = 0): Promise<RegExpExecArray> {
    return poll({ awaiting: `${pattern} from ${this.#name}`, within }, async () => {
      const found = pattern.exec(this.#output.slice(since));
      if (found) return { done: found };
      if (this.#exitCode !== undefined)
        throw new Error(`${this.#name} has ended with ${this.#exitCode}:\n${this.#output}`);
      return { seen: this.#output.slice(since) || "nothing" };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGTERM");
    await this.process;
  }
}
