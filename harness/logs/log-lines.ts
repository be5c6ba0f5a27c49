import { HarnessError } from "../core/errors.ts";
import { assertOptions, WITHIN } from "../core/options.ts";
import { duration } from "../core/poll.ts";
import { awaitIn, type Scope, stayQuiet, type Within } from "../core/scope.ts";
import { belongsTo } from "../core/test-activity.ts";
import { hasText, show, type Text } from "../core/text/text.ts";
import type { LogLine } from "./log-line.ts";

/** How lines are read; each read sees the logs as they are then. */
export interface LogReader {
  read(signal?: AbortSignal): Promise<LogLine[]>;
  /**
   * Asked where there are no lines: why there can be none, such as a misspelt log group. `final`: nothing can change that
   * but a deployment.
   */
  missing?(signal?: AbortSignal): Promise<{ message: string; final: boolean } | undefined>;
}

/** Log lines since this test began, in order. */
export class LogLines {
  readonly #scope: Scope;
  readonly #what: string;
  readonly #reader: LogReader;

  constructor(scope: Scope, what: string, reader: LogReader) {
    this.#scope = scope;
    belongsTo(this, scope.activity);
    this.#what = what;
    this.#reader = reader;
  }

  /** @throws HarnessError UNKNOWN_LOG_GROUP */
  async read(): Promise<LogLine[]> {
    const lines = await this.#reader.read();
    if (lines.length === 0) await this.#assertThere();
    return lines;
  }

  /**
   * Waits until a line contains the text or pattern, and returns all lines.
   * @throws DeadlineError; HarnessError UNKNOWN_LOG_GROUP at once for a function that does not exist
   */
  async waitFor(pattern: Text, options: Within = {}): Promise<LogLine[]> {
    assertOptions(options, WITHIN);
    const what = `a line with ${show(pattern)} in ${this.#what}`;
    return awaitIn(this.#scope, what, options, async (signal) => {
      const lines = await this.#reader.read(signal);
      if (lines.some(({ message }) => hasText(message, pattern))) return { done: lines };
      if (lines.length > 0) return { seen: `${lines.length} other lines, the last:${last(lines)}` };
      const missing = await this.#reader.missing?.(signal);
      if (missing?.final) throw unknownGroup(missing.message);
      return { seen: missing?.message ?? "no line at all" };
    });
  }

  /**
   * Waits that long, and fails as soon as a line contains the text or pattern. Default: 1 s. Lines reach the log a moment
   * after they were written: first wait for one that must be the last.
   * @throws HarnessError UNEXPECTED_LOG, UNKNOWN_LOG_GROUP
   */
  async waitForNone(pattern: Text, options: Within = {}): Promise<void> {
    assertOptions(options, WITHIN);
    const { within = 1_000 } = options;
    const what = `no line with ${show(pattern)} in ${this.#what} within ${duration(within)}`;
    let isEmpty = true;
    await stayQuiet(this.#scope, what, within, async (signal) => {
      const lines = await this.#reader.read(signal);
      isEmpty = lines.length === 0;
      const found = lines.filter(({ message }) => hasText(message, pattern));
      if (found.length === 0) return undefined;
      return new HarnessError("UNEXPECTED_LOG", `expected ${what}, but there was:${last(found)}`);
    });
    if (isEmpty) await this.#assertThere();
  }

  async #assertThere(): Promise<void> {
    const missing = await this.#reader.missing?.();
    if (missing) throw unknownGroup(missing.message);
  }
}

const unknownGroup = (message: string): HarnessError => new HarnessError("UNKNOWN_LOG_GROUP", message);

const last = (lines: LogLine[]): string =>
  lines
    .slice(-10)
    .map(({ message }) => `\n  ${message}`)
    .join("");
