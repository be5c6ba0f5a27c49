import {
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "../aws/clients.ts";
import { duration } from "../core/poll.ts";
import { awaitIn, type Scope, type Within } from "../core/scope.ts";
import { type LogLine, ofInvocations } from "./log-lines.ts";

/** Something was logged that should not have been. */
export class UnexpectedLogError extends Error {
  override readonly name = "UnexpectedLogError";
}

/** Log lines since this test began, in order; read anew at each look. */
export class LogLines {
  readonly #scope: Scope;
  readonly #what: string;
  readonly #read: (signal?: AbortSignal) => Promise<LogLine[]>;

  constructor(scope: Scope, what: string, read: (signal?: AbortSignal) => Promise<LogLine[]>) {
    this.#scope = scope;
    this.#what = what;
    this.#read = read;
  }

  read(): Promise<LogLine[]> {
    return this.#read();
  }

  /** Waits until a line holds the text or pattern, and answers all lines. Throws a `DeadlineError`. */
  waitFor(pattern: string | RegExp, options: Within = {}): Promise<LogLine[]> {
    const what = `a line with ${shown(pattern)} in ${this.#what}`;
    return awaitIn(this.#scope, what, options, async (signal) => {
      const lines = await this.#read(signal);
      if (lines.some(({ message }) => holds(message, pattern))) return { done: lines };
      return {
        seen: lines.length ? `${lines.length} other lines, the last:${last(lines)}` : "no line at all",
      };
    });
  }

  /**
   * Waits that long and throws an {@link UnexpectedLogError} as soon as a line holds the text or pattern. Default: 1 s.
   * Lines reach the log a moment after they were written: first wait for one that is known to be the last.
   */
  async waitForNone(pattern: string | RegExp, { within = 1_000 }: Within = {}): Promise<void> {
    const what = `no line with ${shown(pattern)} in ${this.#what} within ${duration(within)}`;
    const until = Date.now() + within;
    await awaitIn(this.#scope, what, { within: within + this.#scope.within }, async (signal) => {
      const found = (await this.#read(signal)).filter(({ message }) => holds(message, pattern));
      if (found.length > 0) throw new UnexpectedLogError(`expected ${what}, but there was:${last(found)}`);
      return Date.now() >= until ? { done: true } : { seen: "none so far" };
    });
  }
}

/** CloudWatch Logs: what functions, the API and the state machine wrote since this test began. */
export class Logs {
  readonly #scope: Scope;
  readonly #logs: Clients["logs"];

  constructor(scope: Scope, clients: Clients) {
    this.#scope = scope;
    this.#logs = clients.logs;
  }

  /** The lines of one log group, which need not be there yet. */
  in(group: string): LogLines {
    return new LogLines(this.#scope, `log group ${group}`, (signal) => this.#events(group, signal));
  }

  /**
   * The lines about one id (or several), of all log groups or of those whose name a pattern fits: each line that contains
   * it, and with it the whole invocation that wrote it, from START to REPORT.
   */
  of(id: string | readonly string[], groups?: RegExp): LogLines {
    const ids = [id].flat();
    return new LogLines(this.#scope, `the logs of ${ids.join(" and ")}`, async (signal) => {
      const names = (await this.groups(signal)).filter((name) => !groups || name.search(groups) >= 0);
      const lines = await Promise.all(
        names.map(async (name) => ofInvocations(await this.#events(name, signal), ids)),
      );
      return lines.flat().sort((a, b) => a.time.getTime() - b.time.getTime());
    });
  }

  /** Names of all log groups. */
  async groups(signal?: AbortSignal): Promise<string[]> {
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#logs.send(new DescribeLogGroupsCommand({ nextToken }), options(signal));
      names.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return names;
  }

  async #events(group: string, signal?: AbortSignal): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    do {
      // filtered here, for LocalStack ignores filter patterns
      const command = new FilterLogEventsCommand({
        logGroupName: group,
        startTime: this.#scope.used.since.getTime(),
        nextToken,
      });
      try {
        const page = await this.#logs.send(command, options(signal));
        for (const { timestamp = 0, message = "", logStreamName = "" } of page.events ?? [])
          lines.push({ time: new Date(timestamp), group, stream: logStreamName, message: message.trimEnd() });
        nextToken = page.nextToken;
      } catch (error) {
        // a function that never ran has no log group on LocalStack
        if (error instanceof ResourceNotFoundException) return [];
        throw error;
      }
    } while (nextToken);
    return lines;
  }
}

const options = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});
const holds = (text: string, part: string | RegExp): boolean =>
  typeof part === "string" ? text.includes(part) : text.search(part) >= 0;
const shown = (pattern: string | RegExp): string =>
  typeof pattern === "string" ? JSON.stringify(pattern) : String(pattern);
const last = (lines: LogLine[]): string =>
  lines
    .slice(-10)
    .map(({ message }) => `\n  ${message}`)
    .join("");
