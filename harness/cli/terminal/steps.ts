import type { Writable } from "node:stream";
import { Listr, PRESET_TIMER } from "listr2";
import type { Step } from "../../core/steps.ts";
import { oneLine } from "../../core/text/printable.ts";
import { InterruptedError } from "./interruption.ts";
import { paint } from "./paint.ts";

/** A terminal that can redraw lines gets a live list; everything else (files, pipes, CI) one line at a time. */
export async function runSteps(steps: readonly Step[], stdout: Writable = process.stdout): Promise<void> {
  const terminal = "isTTY" in stdout && stdout.isTTY === true && process.env.TERM !== "dumb";
  await (terminal ? runOnTerminal(steps) : runInLines(steps, stdout));
}

/** Runs steps without output, for example to measure them. */
export async function runUnseen(steps: readonly Step[]): Promise<void> {
  for (const { run } of steps) await run(() => {});
}

const titled = (title: string, outcome: string | undefined): string =>
  outcome ? `${title}: ${outcome}` : title;

async function runOnTerminal(steps: readonly Step[]): Promise<void> {
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { title: string | undefined; output: string | undefined }) => {
      task.title = titled(
        title,
        await run((progress) => {
          task.output = oneLine(progress);
        }),
      );
    },
  }));
  await new Listr(tasks, {
    // the command turns signals into its own AbortSignal and cleans up; listr2 would exit with 127
    registerSignalListeners: false,
    // the command reports the error, once
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: false, showErrorMessage: false },
  }).run();
}

async function runInLines(steps: readonly Step[], stdout: Writable): Promise<void> {
  const write = (line: string) => stdout.write(`${line}\n`);
  for (const { title, run } of steps) {
    const start = performance.now();
    write(`${title} ...`);
    const progress = new ProgressLines((line) => write(`  ${line}`));
    try {
      const outcome = await run((line) => progress.add(oneLine(line)));
      write(`${paint("green", "ok", stdout)} ${titled(title, outcome)} [${duration(start)}]`);
    } catch (error) {
      const end = error instanceof InterruptedError ? "interrupted" : "failed";
      write(`${paint("red", end, stdout)} ${title} [${duration(start)}]`);
      throw error;
    } finally {
      progress.end();
    }
  }
}

/** Milliseconds from one line of progress to the next. */
const PROGRESS_MS = 2_000;

/** Of progress that comes quicker than one can read, now and then the latest line. */
class ProgressLines {
  readonly #write: (line: string) => void;
  #last = "";
  #waiting: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  add(line: string): void {
    if (line === this.#last) return;
    this.#last = line;
    if (this.#timer) {
      this.#waiting = line;
      return;
    }
    this.#write(line);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      this.#last = "";
      if (waiting !== undefined) this.add(waiting);
    }, PROGRESS_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

const duration = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
