import type { Control } from "./control.ts";
import { duration } from "./poll.ts";
import { awaitIn, type Scope, type Within } from "./scope.ts";

/** One AWS call that reached LocalStack. */
export interface Call {
  /** Grows with each call. */
  seq: number;
  time: Date;
  /** As the AWS CLI names it: `ses`. */
  service: string;
  /** As the API names it: `SendEmail`. */
  operation: string;
  account: string;
  region: string;
  /** ARN or name of what it was about, where the plugin can tell. */
  resource: string;
  /** Name of the role that made it; empty for the account itself and for LocalStack's own calls. */
  role: string;
  /** Session of the role: a function's name for its calls. */
  session: string;
  /** ARN of who made it. */
  principal: string;
  /** ARN on whose behalf a service made it. */
  source: string;
  /** Whether LocalStack itself made it. */
  internal: boolean;
  /** HTTP status of the answer. */
  status: number;
  /** The error's code; empty for a success. */
  error: string;
  durationMs: number;
  request: unknown;
}

type Recorded = Omit<Call, "time"> & { time: string | number };

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
   * Texts that must all stand in the request. Without it only calls that mention an id or an address of this test count;
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

/** The AWS calls that were made since this test began. */
export class Calls {
  readonly #scope: Scope;
  readonly #control: Control;

  constructor(scope: Scope, control: Control) {
    this.#scope = scope;
    this.#control = control;
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

  /** What concerns this test, before the filter is put to it. */
  async #mine(filter: CallFilter, signal?: AbortSignal): Promise<Call[]> {
    this.#control.need("calls", "the record of AWS calls");
    const all = filter.match === undefined ? this.#scope.used.marks : [filter.match].flat().slice(0, 1);
    const since = this.#scope.used.since;
    const found = new Map<number, Call>();
    for (const mark of all.length > 0 ? all : [undefined]) {
      const query = mark === undefined ? "" : `&match=${encodeURIComponent(mark)}`;
      const answer = await this.#control.get<{ calls: Recorded[] }>(`/calls?since=0${query}`, signal);
      for (const call of answer.calls) {
        const time = new Date(typeof call.time === "number" ? call.time * 1_000 : call.time);
        if (time >= since) found.set(call.seq, { ...call, time });
      }
    }
    return [...found.values()].sort((a, b) => a.seq - b.seq);
  }
}

export function fitsCall(call: Call, filter: CallFilter): boolean {
  const { match, ...fields } = filter;
  const request = JSON.stringify(call.request) ?? "";
  return (
    Object.entries(fields).every(([name, wanted]) => {
      const value = call[name as keyof typeof fields];
      return (
        wanted === undefined ||
        (wanted instanceof RegExp ? String(value).search(wanted) >= 0 : value === wanted)
      );
    }) &&
    (match === undefined || [match].flat().every((text) => request.includes(text)))
  );
}

/** `12:00:00.123Z ses:SendEmail by SendRole (send), 200, 12 ms`. */
export function callLine(call: Call): string {
  const who = call.role ? ` by ${call.role}${call.session ? ` (${call.session})` : ""}` : "";
  const how = call.error ? `${call.status} ${call.error}` : call.status;
  return `${call.time.toISOString()} ${call.service}:${call.operation}${call.resource ? ` on ${call.resource}` : ""}${who}, ${how}, ${Math.round(call.durationMs)} ms`;
}

const lines = (calls: Call[]): string => calls.map((call) => `\n  ${callLine(call)}`).join("");

function describeCalls(filter: CallFilter): string {
  const parts = Object.entries(filter).map(
    ([name, value]) => `${name} ${value instanceof RegExp ? value : JSON.stringify(value)}`,
  );
  return parts.length ? ` with ${parts.join(" and ")}` : "";
}
