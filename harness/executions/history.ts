import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";

/** An error as Step Functions names it: `States.Timeout`, `Lambda.TooManyRequestsException`, an error's own name. */
export interface Failure {
  error: string;
  cause: string;
}

/** One visit of one state. */
export interface StateVisit {
  name: string;
  /** `Task`, `Wait`, `Choice`, `Pass`, `Succeed`, `Fail`, `Parallel` or `Map`. */
  type: string;
  enteredAt: Date;
  /** Missing while the execution is in it, and where it ended in it. */
  exitedAt?: Date;
  input: unknown;
  output?: unknown;
  /** What went wrong, one for each failed attempt. */
  failures: Failure[];
  /** Attempts after the first. */
  retries: number;
  /** The failure that a Catch took, where one did. */
  caught?: Failure;
}

interface Open extends StateVisit {
  parent: Open | undefined;
  attempts: number;
  /** The last attempt's failure, until another attempt or a success takes its place. */
  failing: Failure | undefined;
}

const ATTEMPT =
  /^(TaskScheduled|LambdaFunctionScheduled|ActivityScheduled|ParallelStateStarted|MapStateStarted)$/;
const SUCCESS = /^(TaskSucceeded|LambdaFunctionSucceeded|ActivitySucceeded|(Parallel|Map)StateSucceeded)$/;
/** Failures of an attempt. `MapIterationFailed` is not one: `MapStateFailed` follows where it matters. */
const FAILED =
  /^((Task|LambdaFunction|Activity)(Failed|TimedOut|ScheduleFailed|StartFailed|SubmitFailed)|(Parallel|Map)StateFailed|EvaluationFailed)$/;

/**
 * Reads an execution's history into the visits of its states, in the order in which they were entered. An event belongs
 * to the state that its chain of `previousEventId` leads to, which holds for branches and iterations side by side, too
 * (AWS Step Functions API Reference, HistoryEvent).
 */
export function readHistory(events: readonly HistoryEvent[]): StateVisit[] {
  const visitOf = new Map<number, Open | undefined>();
  const visits: Open[] = [];
  for (const event of events) {
    const before = visitOf.get(event.previousEventId ?? 0);
    let visit = before;
    if (event.stateEnteredEventDetails) {
      visit = entered(event, before);
      visits.push(visit);
    } else if (event.stateExitedEventDetails) visit = exited(event, before);
    else if (before && event.type) visit = attempted(event, event.type, before);
    visitOf.set(event.id ?? 0, visit);
  }
  return visits.map(({ parent: _parent, attempts, failing: _failing, ...visit }) => ({
    ...visit,
    retries: Math.max(0, attempts - 1),
  }));
}

function entered(event: HistoryEvent, before: Open | undefined): Open {
  const details = event.stateEnteredEventDetails;
  return {
    name: details?.name ?? "",
    type: (event.type ?? "").replace(/StateEntered$/, ""),
    enteredAt: event.timestamp ?? new Date(0),
    input: parseJson(details?.input),
    failures: [],
    retries: 0,
    attempts: 0,
    failing: undefined,
    parent: before,
  };
}

/** A Parallel or Map state is exited behind the last event of one of its inner states. */
function exited(event: HistoryEvent, before: Open | undefined): Open | undefined {
  const details = event.stateExitedEventDetails;
  let visit = before;
  while (visit && (visit.name !== details?.name || visit.exitedAt)) visit = visit.parent;
  if (!visit) return before;
  visit.exitedAt = event.timestamp ?? new Date(0);
  visit.output = parseJson(details?.output);
  if (visit.failing) visit.caught = visit.failing;
  return visit;
}

function attempted(event: HistoryEvent, type: HistoryEventType, visit: Open): Open {
  // what is said of a Parallel or Map state as a whole is chained to one of its inner states
  const kind = /^(Parallel|Map)State(Succeeded|Failed)$/.exec(type)?.[1];
  let of: Open | undefined = visit;
  while (kind && of && (of.type !== kind || of.exitedAt)) of = of.parent;
  if (!of) return visit;
  if (ATTEMPT.test(type)) {
    of.attempts += 1;
    of.failing = undefined;
  } else if (SUCCESS.test(type)) of.failing = undefined;
  else if (FAILED.test(type)) {
    of.failing = failureOf(event);
    of.failures.push(of.failing);
  }
  return of;
}

/** The error and cause in whichever details an event has. A time-out without a name is `States.Timeout`. */
export function failureOf(event: HistoryEvent): Failure {
  for (const value of Object.values(event) as unknown[]) {
    if (typeof value !== "object" || value === null || !("error" in value || "cause" in value)) continue;
    const { error, cause } = value as Partial<Failure>;
    return { error: error ?? "", cause: cause ?? "" };
  }
  return { error: /TimedOut/.test(event.type ?? "") ? "States.Timeout" : "", cause: "" };
}

/** Input and output as data; as text where they are not JSON, which AWS allows nowhere but a truncated history does. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
