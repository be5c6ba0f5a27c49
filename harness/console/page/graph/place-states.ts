import { type Placed, type Point, place } from "./layout.ts";
import { END, type StateBox, type StateGraph, type StateLine } from "./states.ts";

/** A state with its place in the whole picture. */
export interface PlacedState extends Point {
  state: StateBox;
  width: number;
  height: number;
  /** How many states are around it. */
  depth: number;
}

export interface PlacedGraph {
  width: number;
  height: number;
  states: PlacedState[];
  lines: Placed<StateLine>["lines"];
  /** Where graphs start and end. */
  ends: Point[];
}

const BOX = { width: 190, height: 52 };
const DOT = 14;
const PADDING = 10;
const HEADING = 34;
const START = "\u0000start";

/** Places a state machine; states within Map and Parallel states are within their boxes. */
export function placeStates(graph: StateGraph, depth = 0): PlacedGraph {
  const inner = new Map(graph.states.map((state) => [state.name, sideBySide(state, depth + 1)]));
  const sizes = graph.states.map((state) => ({ id: state.name, ...sizeOf(inner.get(state.name)) }));
  const lines: StateLine[] = [{ from: START, to: graph.start, isCatch: false }, ...graph.lines];
  const known = new Set([START, END, ...inner.keys()]);
  const placed = place(
    [...sizes, { id: START, width: DOT, height: DOT }, { id: END, width: DOT, height: DOT }],
    lines.filter(({ from, to }) => known.has(from) && known.has(to)),
    "TB",
  );
  const result: PlacedGraph = {
    width: placed.width,
    height: placed.height,
    states: [],
    lines: placed.lines,
    ends: [],
  };
  for (const [id, at] of placed.boxes) {
    const state = graph.states.find(({ name }) => name === id);
    if (!state) result.ends.push({ x: at.x + DOT / 2, y: at.y + DOT / 2 });
    else {
      result.states.push({ state, ...at, ...sizeOf(inner.get(id)), depth });
      const within = inner.get(id);
      if (within) merge(result, within, { x: at.x + PADDING, y: at.y + HEADING });
    }
  }
  return result;
}

const sizeOf = (inner: PlacedGraph | undefined) =>
  inner
    ? { width: Math.max(BOX.width, inner.width + 2 * PADDING), height: inner.height + HEADING + PADDING }
    : BOX;

function sideBySide(state: StateBox, depth: number): PlacedGraph | undefined {
  if (state.inner.length === 0) return undefined;
  const all: PlacedGraph = { width: 0, height: 0, states: [], lines: [], ends: [] };
  for (const graph of state.inner.map((each) => placeStates(each, depth))) {
    merge(all, graph, { x: all.width, y: 0 });
    all.width += graph.width;
    all.height = Math.max(all.height, graph.height);
  }
  return all;
}

function merge(into: PlacedGraph, graph: PlacedGraph, by: Point): void {
  const move = ({ x, y }: Point): Point => ({ x: x + by.x, y: y + by.y });
  into.states.push(...graph.states.map((state) => ({ ...state, ...move(state) })));
  into.ends.push(...graph.ends.map(move));
  into.lines.push(
    ...graph.lines.map((line) => ({
      ...line,
      points: line.points.map(move),
      labelAt: line.labelAt && move(line.labelAt),
    })),
  );
}
