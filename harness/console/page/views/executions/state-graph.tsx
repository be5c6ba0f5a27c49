import { useMemo } from "preact/hooks";
import type { VisitRow } from "../../../view-shapes.ts";
import { Fitted } from "../../graph/fitted.tsx";
import { curve } from "../../graph/layout.ts";
import { type PlacedGraph, placeStates } from "../../graph/place-states.ts";
import { stateGraph } from "../../graph/states.ts";
import { shortName } from "../../state/store.ts";
import { type Visited, visitedStates } from "./visited.ts";

export interface StateGraphViewProps {
  definition: string;
  visits: readonly VisitRow[];
  selected: string | undefined;
  onSelect: (name: string) => void;
}

/** The state machine, with the path that the execution took. */
export function StateGraphView({ definition, visits, selected, onSelect }: StateGraphViewProps) {
  const placed = useMemo(() => {
    const graph = stateGraph(definition);
    return graph && placeStates(graph);
  }, [definition]);
  const visited = useMemo(() => visitedStates(visits), [visits]);
  if (!placed) return <p>The definition cannot be drawn: it is not in Amazon States Language.</p>;
  return (
    <Fitted label="State machine" width={placed.width} height={placed.height}>
      <Lines placed={placed} visited={visited} />
      {placed.states.map(({ state, x, y, width, height, depth }) => {
        const was = visited.states.get(state.name);
        const isContainer = state.inner.length > 0;
        return (
          <button
            type="button"
            key={state.name}
            class={`state ${was?.status ?? "unvisited"} ${isContainer ? "container" : ""} ${state.name === selected ? "selected" : ""}`}
            style={{
              left: `${x}px`,
              top: `${y}px`,
              width: `${width}px`,
              height: `${height}px`,
              zIndex: depth * 2 + (isContainer ? 0 : 1),
            }}
            aria-pressed={state.name === selected}
            onClick={() => onSelect(state.name)}
          >
            <span class="state-name">{state.name}</span>
            <span class="state-detail">{detailOf(state.type, state.detail, was)}</span>
          </button>
        );
      })}
    </Fitted>
  );
}

function detailOf(type: string, detail: string, was: Visited | undefined): string {
  const times = [
    was && was.count > 1 && `${was.count} times`,
    was && was.retries > 0 && (was.retries === 1 ? "1 retry" : `${was.retries} retries`),
    was?.status === "running" && "now",
    was?.status === "failed" && "failed",
    was?.status === "caught" && "error caught",
  ].filter(Boolean);
  return [detail ? `${type} · ${shortName(detail)}` : type, ...times].join(" · ");
}

const Lines = ({ placed, visited }: { placed: PlacedGraph; visited: ReturnType<typeof visitedStates> }) => (
  <svg class="graph-lines" width={placed.width} height={placed.height} aria-hidden="true">
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0 0 8 4 0 8z" />
      </marker>
    </defs>
    {placed.ends.map(({ x, y }) => (
      <circle key={`${x} ${y}`} cx={x} cy={y} r={6} />
    ))}
    {placed.lines.map(({ from, to, points, isCatch }, index) => (
      <path
        key={index}
        d={curve(points)}
        class={`${visited.lines.has(`${from}\n${to}`) ? "taken" : ""} ${isCatch ? "catch" : ""}`}
        marker-end="url(#arrow)"
      />
    ))}
    {placed.lines.map(({ label, labelAt }, index) =>
      label && labelAt ? (
        <text key={`label ${index}`} x={labelAt.x} y={labelAt.y + 4} text-anchor="middle">
          {label}
        </text>
      ) : null,
    )}
  </svg>
);
