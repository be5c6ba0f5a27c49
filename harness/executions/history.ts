import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";
import type { StateDefinitions } from "./definitions.ts";
import { errorOutput, type Failure, failureOf, failureOfFailState, parseJson } from "./failure.ts";

/** One visit of one state. */
export interface StateVisit {
  name: string;
  /** `Task`, `Wait`, `Choice`, `Pass`, `Succeed`, `Fail`, `Parallel` or `Map`. */
  type: string;
  enteredAt: Date;
  /** Missing while the execution is in it, and where it ended in it. */
  exitedAt?: Date | undefined;
  input: unknown;
  output?: unknown;
  /** The errors of its failed attempts, in order. */
  failures: Failure[];
  /** Attempts after the first. */
  retries: number;
  /** The error that a Catch took, where one did. */
  caught?: Failure | undefined;
  /** Variables that it assigned, where it assigned any. */
  assigned?: Record<string, unknown> | undefined;
}

interface Open extends StateVisit {
  /** The visit that the event before its first one belongs to: an enclosing state, or the one before it. */
  before: Open | undefined;
  attempts: number;
  /** Of a Parallel or Map state: how many visits there were when its last attempt began. */
  from: number;
  /** The last attempt's failure, until another attempt or a success follows. */
  failing: Failure | undefined;
  /** Whether {@link failing} is inferred, because the event has no details. */
  isInferred: boolean;
}

const ATTEMPT =
  /^(TaskScheduled|LambdaFunctionScheduled|ActivityScheduled|ParallelStateStarted|MapStateStarted)$/;
const SUCCESS = /^(TaskSucceeded|LambdaFunctionSucceeded|ActivitySucceeded|(Parallel|Map)StateSucceeded)$/;
/** Failures of an attempt. `MapIterationFailed` is not one: `MapStateFailed` follows where it matters. */
const FAILED =
  /^((Task|LambdaFunction|Activity)(Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)|(Parallel|Map)StateFailed|MapRunFailed|EvaluationFailed)$/;
/** Events about a Parallel or Map state as a whole; they are chained to the last event of one of its inner states. */
const OF_WHOLE = /^(?:(Parallel|Map)State(?:Started|Succeeded|Failed)|(Map)Run(?:Started|Succeeded|Failed))$/;

/**
 * Reads an execution's history into the visits of its states, in the order in which they were entered. An event belongs
 * to the state that its chain of `previousEventId` leads to, which distinguishes branches and iterations that run side by
 * side (AWS Step Functions API Reference, HistoryEvent). A redrive continues the visit in which the execution ended.
 *
 * The events of Parallel and Map states and of Fail states have no details. Their errors come from the output that a
 * Catch wrote, else from the inner state that failed, else from the definition of the Fail state.
 */
export function readHistory(
  events: readonly HistoryEvent[],
  definitions: StateDefinitions = new Map(),
): StateVisit[] {
  return new History(definitions).read(events);
}

class History {
  readonly #definitions: StateDefinitions;
  readonly #visits: Open[] = [];

  constructor(definitions: StateDefinitions) {
    this.#definitions = definitions;
  }

  read(events: readonly HistoryEvent[]): StateVisit[] {
    const visitOf = new Map<number, Open | undefined>();
    for (const event of events) {
      const before = visitOf.get(event.previousEventId ?? 0);
      visitOf.set(event.id ?? 0, this.#visit(event, before));
    }
    return this.#visits.map(
      ({ before: _before, attempts, from: _from, failing: _failing, isInferred: _isInferred, ...visit }) => ({
        ...visit,
        retries: Math.max(0, attempts - 1),
      }),
    );
  }

  #visit(event: HistoryEvent, before: Open | undefined): Open | undefined {
    if (event.stateEnteredEventDetails) return this.#entered(event, before);
    if (event.stateExitedEventDetails) return exited(event, before);
    if (event.type === "ExecutionRedriven") return this.#redriven();
    return before && event.type ? this.#attempted(event, event.type, before) : before;
  }

  #entered(event: HistoryEvent, before: Open | undefined): Open {
    const details = event.stateEnteredEventDetails;
    const visit: Open = {
      name: details?.name ?? "",
      type: (event.type ?? "").replace(/StateEntered$/, ""),
      enteredAt: event.timestamp ?? new Date(0),
      input: parseJson(details?.input),
      failures: [],
      retries: 0,
      before,
      attempts: 0,
      from: 0,
      failing: undefined,
      isInferred: false,
    };
    this.#visits.push(visit);
    return visit;
  }

  /** The state in which the execution ended continues. Its next attempt is not a retry. */
  #redriven(): Open | undefined {
    const continued = this.#visits.findLast(({ type, exitedAt }) => type !== "Fail" && !exitedAt);
    for (let visit = continued; visit; visit = visit.before)
      if (!visit.exitedAt && visit.attempts > 0) visit.attempts -= 1;
    return continued;
  }

  #attempted(event: HistoryEvent, type: HistoryEventType, before: Open): Open {
    const whole = OF_WHOLE.exec(type);
    const visit = whole ? enclosing(before, whole[1] ?? whole[2] ?? "") : before;
    if (!visit) return before;
    if (ATTEMPT.test(type)) this.#begin(visit, whole !== null);
    else if (SUCCESS.test(type)) visit.failing = undefined;
    else if (FAILED.test(type)) {
      const named = failureOf(event);
      if (!whole || named.error !== "") fail(visit, named, false);
      // MapRunFailed, which may have details, comes before MapStateFailed
      else if (!visit.failing) this.#failWhole(visit);
    }
    return visit;
  }

  #begin(visit: Open, isWhole: boolean): void {
    // no event says that an attempt of a Parallel or Map state failed which is retried
    if (isWhole && visit.attempts > 0 && !visit.failing) this.#failWhole(visit);
    visit.attempts += 1;
    visit.from = this.#visits.length;
    visit.failing = undefined;
  }

  /** With the error of the inner state that failed last in this attempt, and that nothing caught. */
  #failWhole(visit: Open): void {
    const inner = this.#visits
      .slice(visit.from)
      .findLast((each) => !each.exitedAt && (each.failing || each.type === "Fail") && isWithin(each, visit));
    const failure =
      inner && (inner.failing ?? failureOfFailState(this.#definitions.get(inner.name), inner.input));
    fail(visit, failure ?? { error: "", cause: "" }, true);
  }
}

function fail(visit: Open, failure: Failure, isInferred: boolean): void {
  visit.failing = failure;
  visit.isInferred = isInferred;
  visit.failures.push(failure);
}

/** The innermost Parallel or Map state that is not over. One that has failed may be retried, unless it is in another one. */
function enclosing(before: Open, type: string): Open | undefined {
  let found: Open | undefined;
  for (let visit: Open | undefined = before; visit; visit = visit.before) {
    if (visit.type !== type || visit.exitedAt) continue;
    if (!visit.failing) return visit;
    found ??= visit;
  }
  return found;
}

function isWithin(visit: Open, outer: Open): boolean {
  for (let each: Open | undefined = visit; each; each = each.before) if (each === outer) return true;
  return false;
}

/** A Parallel or Map state is exited after the last event of one of its inner states. */
function exited(event: HistoryEvent, before: Open | undefined): Open | undefined {
  const details = event.stateExitedEventDetails;
  let visit = before;
  while (visit && (visit.name !== details?.name || visit.exitedAt)) visit = visit.before;
  if (!visit) return before;
  visit.exitedAt = event.timestamp ?? new Date(0);
  visit.output = parseJson(details?.output);
  const assigned = Object.entries(details?.assignedVariables ?? {});
  if (assigned.length > 0)
    visit.assigned = Object.fromEntries(assigned.map(([name, value]) => [name, parseJson(value)]));
  if (!visit.failing) return visit;
  const written = visit.isInferred ? errorOutput(visit.output, visit.input) : undefined;
  if (written) visit.failures.splice(-1, 1, written);
  visit.caught = written ?? visit.failing;
  return visit;
}
