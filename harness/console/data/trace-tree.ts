import type { TraceSpan } from "../view-shapes.ts";

/** A span before its place is known, with what shows which other one it belongs to. */
export interface LooseSpan extends Omit<TraceSpan, "depth"> {
  /** Name of the function of an invocation, ARN of the execution of a state or an execution. */
  of?: string;
  /** Whether other states run within this state. */
  isContainer?: boolean;
  /** The definition of a state: what a Task calls. */
  calls?: string;
  /** Of a call: its operation, who made it, and the execution that it started. */
  operation?: string;
  session?: string | null;
  principal?: string | null;
  starts?: string | null | undefined;
}

/** Milliseconds by which clocks and roundings may differ. */
const TOLERANCE_MS = 3;

/** What a service received before it called something in turn. */
const HANDED_OVER: Record<string, RegExp> = {
  events: /^PutEvents$/,
  sns: /^Publish/,
  s3: /^(Put|Copy|Complete)/,
};

/** Spans in the order of a tree: each is followed by those that it caused, by their time. */
export function asTree(loose: readonly LooseSpan[]): TraceSpan[] {
  const spans = loose.toSorted(byTime);
  const parts = Map.groupBy(
    spans.filter(({ kind, isContainer }) => kind === "execution" || isContainer),
    ({ of }) => of,
  );
  const children = Map.groupBy(loose, (span) => parentOf(span, spans, parts.get(span.of) ?? []));
  const found: TraceSpan[] = [];
  const add = (parent: LooseSpan | undefined, depth: number): void => {
    // states that are entered in the same millisecond stay in their order
    const order = parent?.kind === "execution" ? byStart : byTime;
    for (const span of (children.get(parent) ?? []).sort(order)) {
      const { kind, title, detail, from, to, tone, link } = span;
      found.push({ kind, title, detail, from, to, tone, link, depth });
      add(span, depth + 1);
    }
  };
  add(undefined, 0);
  return found;
}

const byStart = (a: LooseSpan, b: LooseSpan): number => a.from - b.from;
const byTime = (a: LooseSpan, b: LooseSpan): number => byStart(a, b) || endOf(b) - endOf(a);

const endOf = ({ to }: LooseSpan): number => to ?? Number.POSITIVE_INFINITY;

const holds = (around: LooseSpan, span: LooseSpan): boolean =>
  endOf(around) >= endOf(span) && endOf(around) > span.from;

const innermostFirst = (before: readonly LooseSpan[], { from }: LooseSpan): LooseSpan[] =>
  before
    .filter((each) => each.from <= from + TOLERANCE_MS && endOf(each) + TOLERANCE_MS >= from)
    .sort((a, b) => endOf(a) - a.from - (endOf(b) - b.from));

function partAround(state: LooseSpan, parts: readonly LooseSpan[]): LooseSpan | undefined {
  const at = parts.indexOf(state);
  const before = at < 0 ? parts.filter((each) => byTime(each, state) <= 0) : parts.slice(0, at);
  return (
    innermostFirst(before, state).find((each) => each.isContainer && holds(each, state)) ??
    before.find(({ kind }) => kind === "execution")
  );
}

/** @param parts of the same execution: itself, and the states within which others run */
function parentOf(
  span: LooseSpan,
  spans: readonly LooseSpan[],
  parts: readonly LooseSpan[],
): LooseSpan | undefined {
  if (span.kind === "request") return undefined;
  if (span.kind === "execution")
    return spans.findLast(({ starts, from }) => starts === span.of && from <= span.from + TOLERANCE_MS);
  if (span.kind === "state") return partAround(span, parts);
  // only what began before: so no span is within itself
  const before = spans.slice(0, spans.indexOf(span));
  const around = innermostFirst(before, span);
  const { session, principal, operation = "" } = span;
  const invocation = around.find(({ kind, of }) => kind === "invocation" && of === session);
  if (invocation) return invocation;
  if (principal === "apigateway") return around.find(({ kind }) => kind === "request");
  if (principal === "states") {
    const states = around.filter(({ kind, isContainer }) => kind === "state" && !isContainer);
    const name = (span.kind === "invocation" ? (span.of ?? "") : operation).toLowerCase();
    return states.find(({ calls }) => calls?.toLowerCase().includes(name)) ?? states[0];
  }
  const received = HANDED_OVER[principal ?? ""];
  return received && before.findLast((each) => received.test(each.operation ?? ""));
}
