/** A state machine as a graph, from its definition in Amazon States Language. */
export interface StateGraph {
  start: string;
  states: StateBox[];
  lines: StateLine[];
}

export interface StateBox {
  name: string;
  type: string;
  /** What a Task calls: `lambda:invoke`, or the function's name. */
  detail: string;
  /** Branches of a Parallel state, or the iteration of a Map state. */
  inner: StateGraph[];
}

export interface StateLine {
  from: string;
  to: string;
  label?: string | undefined;
  isCatch: boolean;
}

/** Where a graph ends; no state has this name. */
export const END = "\u0000end";

interface Transition {
  Next?: string;
}

interface Choice extends Transition {
  [name: string]: unknown;
}

interface State extends Transition {
  Type: string;
  End?: boolean;
  Resource?: string;
  Choices?: Choice[];
  Default?: string;
  Catch?: (Transition & { ErrorEquals?: string[] })[];
  Branches?: Machine[];
  Iterator?: Machine;
  ItemProcessor?: Machine;
  Seconds?: number;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
}

interface Machine {
  StartAt?: string;
  States?: Record<string, State>;
}

/** @returns undefined for a text that is no definition */
export function stateGraph(definition: string): StateGraph | undefined {
  try {
    return graphOf(JSON.parse(definition) as Machine);
  } catch {
    return undefined;
  }
}

function graphOf({ StartAt = "", States = {} }: Machine): StateGraph {
  const states = Object.entries(States);
  return {
    start: StartAt,
    states: states.map(([name, state]) => ({
      name,
      type: state.Type,
      detail: detailOf(state),
      inner: [...(state.Branches ?? []), state.ItemProcessor ?? state.Iterator].flatMap((each) =>
        each ? [graphOf(each)] : [],
      ),
    })),
    lines: states.flatMap(([name, state]) => linesFrom(name, state)),
  };
}

function linesFrom(from: string, state: State): StateLine[] {
  const to = (next: string | undefined, label?: string, isCatch = false): StateLine[] =>
    next === undefined ? [] : [{ from, to: next, label, isCatch }];
  return [
    ...to(state.Next),
    ...(state.Choices ?? []).flatMap((choice) => to(choice.Next, short(conditionOf(choice)))),
    ...to(state.Default, "default"),
    ...(state.End || ["Succeed", "Fail"].includes(state.Type) ? to(END) : []),
    ...(state.Catch ?? []).flatMap(({ Next, ErrorEquals = [] }) =>
      to(Next, short(ErrorEquals.join(", ")), true),
    ),
  ];
}

const short = (text: string): string => (text.length > 26 ? `${text.slice(0, 25)}…` : text);

/** `$.size > 3`, or JSONata's condition. */
function conditionOf({ Next: _, Assign: __, Output: ___, ...rule }: Choice): string {
  if (typeof rule.Condition === "string") return rule.Condition.replace(/^\{%\s*|\s*%\}$/g, "");
  for (const [word, name] of [
    ["And", "and"],
    ["Or", "or"],
  ] as const) {
    const rules = rule[word];
    if (Array.isArray(rules)) return rules.map((each: Choice) => conditionOf(each)).join(` ${name} `);
  }
  if (rule.Not) return `not ${conditionOf(rule.Not as Choice)}`;
  const { Variable, Comment: ____, ...comparison } = rule;
  const [operator = "", value] = Object.entries(comparison)[0] ?? [];
  return `${Variable ?? ""} ${SIGNS[operator.replace(/^(String|Numeric|Timestamp|Boolean)|Path$/g, "")] ?? operator} ${JSON.stringify(value)}`.trim();
}

const SIGNS: Record<string, string> = {
  Equals: "=",
  LessThan: "<",
  GreaterThan: ">",
  LessThanEquals: "≤",
  GreaterThanEquals: "≥",
};

function detailOf({ Type, Resource = "", Seconds, SecondsPath, Timestamp, TimestampPath }: State): string {
  if (Type === "Task")
    return /:function:([^:]+)/.exec(Resource)?.[1] ?? Resource.replace(/^arn:[^:]+:states:[^:]*:[^:]*:/, "");
  if (Type !== "Wait") return "";
  if (Seconds !== undefined) return `${Seconds}`.startsWith("{%") ? `${Seconds}` : `${Seconds} s`;
  return SecondsPath ?? Timestamp ?? TimestampPath ?? "";
}
