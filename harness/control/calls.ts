import { duration } from "../core/poll.ts";
import { awaitIn, type Scope, type Within } from "../core/scope.ts";
import type { Control } from "./control.ts";

/** One AWS call that reached LocalStack. Texts are empty where the plugin cannot tell. */
export interface Call {
  /** Grows with each call. */
  seq: number;
  /** When it was answered. */
  time: Date;
  /** As the AWS CLI names it: `ses`. */
  service: string;
  /** As the API names it: `SendEmail`. */
  operation: string;
  account: string;
  region: string;
  /** ARN or name of what it was about. */
  resource: string;
  /** ARN of the role that made it; empty for the account itself and for LocalStack's own calls. */
  role: string;
  /** Session of the role: a function's name for its calls. */
  session: string;
  /** The service that made it, or for which the role was assumed: `lambda`, `states`. */
  principal: string;
  /** ARN on whose behalf a service made it. */
  source: string;
  /** Whether one of LocalStack's own services made it. */
  internal: boolean;
  /** HTTP status of the answer. */
  status: number;
  /** The error's code; empty for a success. */
  error: string;
  /** `null` where the call was refused before it reached its service. */
  durationMs: number | null;
  /** The parameters; streams are left out, long texts cut. */
  request: unknown;
}

/** As the plugin has it: milliseconds since 1970, `null` for what it cannot tell. */
type Recorded = { [Field in keyof Call]: Field extends "time" ? number : Call[Field] | null };

/** Which calls are meant: those of which every given field fits; a text is compared as a whole, a pattern is searched. */
export interface CallFilter {
  service?: string | RegExp;
  operation?: string | RegExp;
  resource?: string | RegExp;
  role?: string | RegExp;
  session?: string | RegExp;
  error?: string | RegExp;
  status?: number;
  internal?: boolean;
  /**
   * Texts that must all stand in the call or its request, also in JSON within it. Without it only calls that mention an id or an address of this test count;
   * `match: []` means everybody's.
   */
  match?: string | string[];
}

export interface CalledOptions extends Within {
  /** Exactly so many calls. Default: one or more. */
  times?: number;
}

/** Calls were made that should not have been. */
export class UnexpectedCallError extends Error {
  override readonly name = "UnexpectedCallError";
}

/** The AWS calls that were made since this test began, without the harness's own reading. */
export class Calls {
  readonly #scope: Scope;
  readonly #control: Control;

  /** What happened before this test began need not be looked through. */
  readonly #from: number;
  readonly #seen = new Map<string, { next: number; calls: readonly Call[] }>();

  constructor(scope: Scope, control: Control) {
    this.#scope = scope;
    this.#control = control;
    this.#from = control.lastCall;
  }

  /** The calls that fit, as of now, in order. Throws a `NoPluginError` on AWS. */
  async list(filter: CallFilter = {}, signal?: AbortSignal): Promise<Call[]> {
    return (await this.#mine(filter, signal)).filter((call) => fitsCall(call, filter));
  }

  /** Waits for calls that fit, and answers them. Throws a `DeadlineError`. */
  waitFor(filter: CallFilter, options: CalledOptions = {}): Promise<Call[]> {
    const { times } = options;
    const what = `${times === undefined ? "a call" : `${times} calls`}${describeCalls(filter)}`;
    return awaitIn(this.#scope, what, options, async (signal) => {
      const calls = await this.#mine(filter, signal);
      const found = calls.filter((call) => fitsCall(call, filter));
      if (times !== undefined && found.length > times)
        throw new UnexpectedCallError(`expected ${what}, but there were ${found.length}:${lines(found)}`);
      if (times === undefined ? found.length > 0 : found.length === times) return { done: found };
      return {
        seen: calls.length ? `${calls.length} others of this test:${lines(calls)}` : "no call at all",
      };
    });
  }

  /** Waits that long and throws an {@link UnexpectedCallError} as soon as a call fits. Default: 1 s. */
  async waitForNone(filter: CallFilter, { within = 1_000 }: Within = {}): Promise<void> {
    const what = `no call${describeCalls(filter)} within ${duration(within)}`;
    const until = Date.now() + within;
    await awaitIn(this.#scope, what, { within: within + this.#scope.within }, async (signal) => {
      const found = await this.list(filter, signal);
      if (found.length > 0) throw new UnexpectedCallError(`expected ${what}, but there were:${lines(found)}`);
      return Date.now() >= until ? { done: true } : { seen: "none so far" };
    });
  }

  /** What concerns this test, before the other fields of the filter are put to it. */
  async #mine({ match }: CallFilter, signal?: AbortSignal): Promise<Call[]> {
    this.#control.need("calls", "the record of AWS calls");
    const marks = this.#scope.used.marks;
    const wanted =
      match === undefined && marks.length > 0 ? marks.map((mark) => [mark]) : [[match ?? []].flat()];
    const found = new Map<number, Call>();
    for (const texts of wanted)
      for (const call of await this.#matching(texts, signal)) found.set(call.seq, call);
    return [...found.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Those that hold all the texts, since this test began. Only what was not yet seen is asked for. */
  async #matching(texts: readonly string[], signal?: AbortSignal): Promise<readonly Call[]> {
    const key = JSON.stringify(texts);
    const { next, calls } = this.#seen.get(key) ?? { next: this.#from, calls: [] };
    const query = new URLSearchParams({ since: `${next}` });
    for (const text of texts) query.append("match", text);
    const answer = await this.#control.get<{ calls: Recorded[]; next: number }>(`/calls?${query}`, signal);
    const { since } = this.#scope.used;
    const fresh = answer.calls.map(toCall).filter((call) => call.time >= since && !isOwn(call));
    const later = [...calls, ...fresh];
    this.#seen.set(key, { next: answer.next, calls: later });
    this.#control.lastCall = Math.max(this.#control.lastCall, answer.next);
    return later;
  }
}

/** What the harness itself asks while it waits. */
const OWN = new Set([
  "DescribeExecution",
  "DescribeLogGroups",
  "FilterLogEvents",
  "GetExecutionHistory",
  "ListExecutions",
  "ListStateMachines",
]);
const isOwn = ({ operation, role, internal }: Call): boolean =>
  OWN.has(operation) && role === "" && !internal;

const toCall = (recorded: Recorded): Call => ({
  ...(Object.fromEntries(
    Object.entries(recorded).map(([name, value]) => [name, name === "durationMs" ? value : (value ?? "")]),
  ) as unknown as Call),
  time: new Date(recorded.time),
});

/** Whether every field but `match`, which is LocalStack's to look for, fits. */
export function fitsCall(call: Call, { match: _, ...fields }: CallFilter): boolean {
  return Object.entries(fields).every(([name, wanted]) => {
    const value = call[name as keyof typeof fields];
    return (
      wanted === undefined ||
      (wanted instanceof RegExp ? String(value).search(wanted) >= 0 : value === wanted)
    );
  });
}

/** `12:00:00.123Z ses:SendEmail by SendRole (send), 200, 12 ms`. */
export function callLine(call: Call): string {
  const who = call.role
    ? ` by ${call.role.split("/").at(-1)}${call.session ? ` (${call.session})` : ""}`
    : "";
  const how = call.error ? `${call.status} ${call.error}` : call.status;
  return `${call.time.toISOString()} ${call.service}:${call.operation}${call.resource ? ` on ${call.resource}` : ""}${who}, ${how}, ${call.durationMs === null ? "refused" : `${Math.round(call.durationMs)} ms`}`;
}

const lines = (calls: Call[]): string => calls.map((call) => `\n  ${callLine(call)}`).join("");

function describeCalls(filter: CallFilter): string {
  const parts = Object.entries(filter).map(
    ([name, value]) => `${name} ${value instanceof RegExp ? value : JSON.stringify(value)}`,
  );
  return parts.length ? ` with ${parts.join(" and ")}` : "";
}
