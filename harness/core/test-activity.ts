import { timeOfDay } from "./real-time.ts";

/** One HTTP request of a test, and its response. Bodies are cut at 10,000 characters. */
export interface Exchange {
  method: string;
  url: string;
  time: Date;
  durationMs: number;
  requestHeaders: Record<string, string>;
  requestBody: string;
  /** 0 where there was no response. */
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Why there was no response. */
  error?: string;
}

/** What a test observes, such as a queue, for its failure report. */
export interface Observed {
  /** `queue Jobs` */
  title: string;
  /** What it has, or had since the test began; with the time, where it is known. */
  entries(signal?: AbortSignal): Promise<ObservedEntry[]>;
}

/** One item that an observer saw: when, and what the report shows of it. */
export interface ObservedEntry {
  time?: Date;
  text: string;
}

export const MAX_BODY = 10_000;

/**
 * What one test used, for its failure report: ids of executions, addresses, HTTP exchanges, and what it is waiting for,
 * which is all that a report can say of a test that timed out.
 */
export class TestActivity {
  readonly ids = new Set<string>();
  readonly addresses = new Set<string>();
  readonly exchanges: Exchange[] = [];
  readonly awaiting = new Set<string>();
  /** By their titles. */
  readonly observed = new Map<string, Observed>();
  /** Assertions that the test began and has not awaited; {@link isChecked} says whether its end looks at them. */
  readonly notAwaited = new Set<Error>();
  isChecked = false;
  /** When the test began, by {@link now}. */
  readonly since: Date;
  /** The time where the stack runs, by which its records are dated. */
  readonly now: () => Date;

  /** @param now LocalStack's clock; default: this machine's */
  constructor(now: () => Date = timeOfDay) {
    this.now = now;
    this.since = now();
  }

  /** Everything that distinguishes this test's records from those of other tests. */
  get marks(): string[] {
    return [...this.ids, ...this.addresses];
  }

  /** Ids of the test's HTTP requests, which an API passes on to its functions and writes to its access log. */
  get requestIds(): string[] {
    return this.exchanges.flatMap(({ headers }) => headers["x-amzn-requestid"] ?? []);
  }
}

const activities = new WeakMap<object, TestActivity>();

/** Notes that a part of the harness (an inbox, an execution) belongs to one test. */
export function belongsTo(part: object, activity: TestActivity): void {
  activities.set(part, activity);
}

/** The activity of the test that a part of the harness belongs to. */
export const activityOf = (part: unknown): TestActivity | undefined =>
  typeof part === "object" && part !== null ? activities.get(part) : undefined;
