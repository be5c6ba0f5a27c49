import { HarnessError } from "../core/errors.ts";
import { assertOptions, type OptionKinds, WITHIN } from "../core/options.ts";
import { duration } from "../core/poll.ts";
import { awaitIn, type Scope, stayQuiet, type Within } from "../core/scope.ts";
import { belongsTo } from "../core/test-activity.ts";
import { assertKnownFields } from "../core/text/known-fields.ts";
import { isText, showFilter, type Text } from "../core/text/text.ts";
import { type RecordedCall, readCalls } from "./call-record.ts";
import { Catalogue, isRole } from "./catalogue.ts";
import type { Control } from "./control.ts";

type Unknowable = "resource" | "role" | "session" | "principal" | "source" | "error" | "requestId";

/** One AWS call that LocalStack answered. Texts that the plugin does not know are empty. */
export interface Call extends Omit<RecordedCall, "time" | Unknowable>, Record<Unknowable, string> {
  /** When it was answered. */
  time: Date;
}

/** Which calls are meant: those that every given field fits. A string is the whole text, a pattern is searched. */
export interface CallFilter {
  /** As the AWS CLI, the SDK or IAM names it: `stepfunctions`, `sfn`, `states`. */
  service?: Text | undefined;
  /** As the API names it: `SendEmail`. */
  operation?: Text | undefined;
  resource?: Text | undefined;
  /** Of the caller: its ARN or its name; a pattern is searched in the ARN. `""`: no role. */
  role?: Text | undefined;
  session?: Text | undefined;
  error?: Text | undefined;
  status?: number | undefined;
  internal?: boolean | undefined;
  /**
   * Texts that must all be in the call or its request, also in JSON within it. Without it only calls that mention an id or
   * an address of this test count; `match: []` means the calls of all tests.
   */
  match?: string | readonly string[] | undefined;
}

const FIELDS = [
  "service",
  "operation",
  "resource",
  "role",
  "session",
  "error",
  "status",
  "internal",
  "match",
] as const satisfies (keyof CallFilter)[];

/** How many calls to wait for, and for how long. */
export interface CalledOptions extends Within {
  /** Exactly so many calls. Default: one or more. */
  times?: number | undefined;
}

const CALLED = { ...WITHIN, times: "number" } as const satisfies OptionKinds<CalledOptions>;

const unexpected = (what: string, calls: Call[]): HarnessError =>
  new HarnessError("UNEXPECTED_CALL", `expected ${what}, but there were ${calls.length}:${lines(calls)}`);

/** The AWS calls that were made since this test began, without the harness's own reading. */
export class Calls {
  readonly #scope: Scope;
  readonly #control: Control;
  readonly #catalogue: Catalogue;
  /** Earlier calls need not be looked through. */
  readonly #from: number;
  readonly #seen = new Map<string, { next: number; calls: readonly Call[] }>();

  constructor(scope: Scope, control: Control) {
    this.#scope = scope;
    belongsTo(this, scope.activity);
    this.#control = control;
    this.#catalogue = new Catalogue(control);
    this.#from = control.lastCall;
  }

  /**
   * The calls that fit now, in order.
   * @throws HarnessError NO_PLUGIN on AWS; UNKNOWN_SERVICE, UNKNOWN_OPERATION, … for a filter that can fit nothing
   */
  async list(filter: CallFilter = {}, signal?: AbortSignal): Promise<Call[]> {
    const known = await this.#known(filter);
    return (await this.#mine(known, signal)).filter((call) => fitsCall(call, known));
  }

  /**
   * Waits for calls that fit, and returns them.
   * @throws DeadlineError; HarnessError UNEXPECTED_CALL where there are more than `times`; as {@link list}
   */
  async waitFor(filter: CallFilter, options: CalledOptions = {}): Promise<Call[]> {
    assertOptions(options, CALLED);
    const known = await this.#known(filter);
    const { times } = options;
    const what = `${times === undefined ? "a call" : `${times} ${times === 1 ? "call" : "calls"}`}${showFilter(filter)}`;
    return awaitIn(this.#scope, what, options, async (signal) => {
      const calls = await this.#mine(known, signal);
      const found = calls.filter((call) => fitsCall(call, known));
      if (times !== undefined && found.length > times) throw unexpected(what, found);
      if (times === undefined ? found.length > 0 : found.length === times) return { done: found };
      return {
        seen: calls.length ? `${calls.length} other calls of this test:${lines(calls)}` : "no call at all",
      };
    });
  }

  /**
   * Waits that long, and fails as soon as a call fits. Default: 1 s.
   * @throws HarnessError UNEXPECTED_CALL; as {@link list}
   */
  async waitForNone(filter: CallFilter, options: Within = {}): Promise<void> {
    assertOptions(options, WITHIN);
    const { within = 1_000 } = options;
    const known = await this.#known(filter);
    const what = `no call${showFilter(filter)} within ${duration(within)}`;
    await stayQuiet(this.#scope, what, within, async (signal) => {
      const found = (await this.#mine(known, signal)).filter((call) => fitsCall(call, known));
      return found.length > 0 ? unexpected(what, found) : undefined;
    });
  }

  /** The filter with the service as LocalStack names it, when everything that it names exists. */
  async #known(filter: CallFilter): Promise<CallFilter> {
    this.#control.need("calls", "the record of AWS calls");
    assertKnownFields(filter, "a filter of calls", FIELDS);
    const { service, operation, resource, role, session } = filter;
    const catalogue = this.#catalogue;
    const name = typeof service === "string" ? await catalogue.service(service) : undefined;
    if (service instanceof RegExp) await catalogue.servicePattern(service);
    if (typeof operation === "string") await catalogue.operation(operation, name);
    if (operation instanceof RegExp) await catalogue.operationPattern(operation, name);
    if (typeof resource === "string" && resource.startsWith("arn:")) await catalogue.arn(resource);
    if (role !== undefined && role !== "") await catalogue.role(role);
    if (name === "lambda" && operation === "Invoke" && typeof resource === "string" && resource !== "")
      await catalogue.functionName(resource);
    if (typeof session === "string" && session !== "") await catalogue.session(session);
    return name === undefined ? filter : { ...filter, service: name };
  }

  /** What concerns this test, before the other fields of the filter are applied. */
  async #mine({ match }: CallFilter, signal?: AbortSignal): Promise<Call[]> {
    const marks = this.#scope.activity.marks;
    const wanted =
      match === undefined && marks.length > 0 ? marks.map((mark) => [mark]) : [[match ?? []].flat()];
    const found = new Map<number, Call>();
    for (const texts of wanted)
      for (const call of await this.#matching(texts, signal)) found.set(call.seq, call);
    return [...found.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Those that have all the texts, since this test began. Only calls that were not yet seen are asked for. */
  async #matching(match: readonly string[], signal?: AbortSignal): Promise<readonly Call[]> {
    const key = JSON.stringify(match);
    const { next: since, calls } = this.#seen.get(key) ?? { next: this.#from, calls: [] };
    const record = await readCalls(this.#control.endpoint, { since, match, signal });
    const { since: began } = this.#scope.activity;
    const fresh = record.calls.map(toCall).filter((call) => call.time >= began);
    const later = [...calls, ...fresh];
    this.#seen.set(key, { next: record.next, calls: later });
    this.#control.lastCall = Math.max(this.#control.lastCall, record.next);
    return later;
  }
}

const toCall = (recorded: RecordedCall): Call => ({
  ...recorded,
  time: new Date(recorded.time),
  resource: recorded.resource ?? "",
  role: recorded.role ?? "",
  session: recorded.session ?? "",
  principal: recorded.principal ?? "",
  source: recorded.source ?? "",
  error: recorded.error ?? "",
  requestId: recorded.requestId ?? "",
});

/** Whether every field fits but `match`, which LocalStack looks for. */
export function fitsCall(call: Call, { match: _, ...fields }: CallFilter): boolean {
  return Object.entries(fields).every(([name, wanted]) => {
    const value = call[name as keyof typeof fields];
    if (wanted === undefined) return true;
    if (name === "role") return isRole(call.role, fields.role ?? "");
    return typeof wanted === "string" || wanted instanceof RegExp
      ? isText(String(value), wanted)
      : value === wanted;
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
