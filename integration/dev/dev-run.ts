import { resolve } from "node:path";
import { RunningCommand } from "../../harness/testing/running-command.ts";

const COMMAND = resolve(import.meta.dirname, "../../harness/cli/bin.mjs");
const TERMINAL = resolve(import.meta.dirname, "terminal.py");
/** Milliseconds for a start and a deployment on a busy machine. */
const START_MS = 280_000;
/** Milliseconds in which a change must have been brought to the app on a busy machine. */
const UPDATE_MS = 120_000;

export interface DevOptions {
  /** The command. Default: `dev`. */
  command?: "dev" | "start";
  /** What it says when it counts as started. Default: what it says when the app is deployed. */
  until?: RegExp;
  args?: readonly string[];
  env?: Record<string, string>;
  /** A Python that runs it in a terminal, which is closed when the standard input ends. Default: without a terminal. */
  terminal?: string;
}

/** A running `localstack-harness dev`, or `start`; `await using` ends it. */
export class DevRun extends RunningCommand {
  readonly port: number;

  /** Returns once the app is deployed and watched. */
  static async start(root: string, port: number, options: DevOptions = {}): Promise<DevRun> {
    const run = new DevRun(root, port, options);
    try {
      await run.says(options.until ?? /^(Changes, e|E)xecutions and mails:\r?$/m, START_MS);
      return run;
    } catch (error) {
      await run[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(root: string, port: number, options: DevOptions) {
    const { command = "dev", args = [], env = {}, terminal } = options;
    const dev = [process.execPath, COMMAND, command, "--port", String(port), ...args];
    const [file = "", ...rest] = terminal ? [terminal, TERMINAL, ...dev] : dev;
    super(command, file, rest, {
      cwd: root,
      env: { CI: undefined, VITEST: undefined, NODE_OPTIONS: undefined, ...env },
      extendEnv: true,
      // a Ctrl-C that ends the tests is not for it, but it ends with them
      detached: true,
      ipc: !terminal,
    });
    this.port = port;
  }

  get endpoint(): string {
    return `http://localhost:${this.port}`;
  }

  /** The lines of updates in the output from a position on. */
  updatesSince(mark: number): string[] {
    return this.output
      .slice(mark)
      .split("\n")
      .filter((line) => /\d ms$/.test(line));
  }

  /** As {@link RunningCommand.says}, by default within the time that a change may take. */
  override says(pattern: RegExp, within = UPDATE_MS, since = 0): Promise<RegExpExecArray> {
    return super.says(pattern, within, since);
  }
}
