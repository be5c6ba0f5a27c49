import { useMemo } from "preact/hooks";
import type { AppGraph, AppNode } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { Fitted } from "../../graph/fitted.tsx";
import { curve, place } from "../../graph/layout.ts";
import { Icon, type IconName } from "../../parts/icons.tsx";
import { Empty, PageBody, Toolbar } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { count } from "../../state/format.ts";
import { now } from "../../state/now.ts";
import { href } from "../../state/route.ts";
import { connection, executions, functions, totals, usage } from "../../state/store.ts";
import { lineUse, nodeState } from "./use.ts";

const BOX = { width: 196, height: 58 };

const ICONS: Record<AppNode["kind"], IconName> = {
  page: "overview",
  api: "requests",
  function: "logs",
  machine: "executions",
  queue: "trace",
  topic: "trace",
  table: "resources",
  bucket: "resources",
  rule: "controls",
  bus: "trace",
  schedule: "controls",
  users: "permissions",
  secret: "permissions",
  stream: "trace",
  mail: "inbox",
};

const KINDS: Record<AppNode["kind"], string> = {
  page: "Page",
  api: "API",
  function: "Function",
  machine: "State machine",
  queue: "Queue",
  topic: "Topic",
  table: "Table",
  bucket: "Bucket",
  rule: "Rule",
  bus: "Event bus",
  schedule: "Schedule",
  users: "User pool",
  secret: "Secret",
  stream: "Stream",
  mail: "Amazon SES",
};

/** Which view shows more of a part. */
function linkOf({ kind, physical, place: at }: AppNode): string[] {
  if (kind === "mail") return ["inbox"];
  if (kind === "api") return ["requests"];
  if (kind === "machine") return ["executions"];
  if (kind === "function") return ["logs"];
  if (kind === "bucket" || kind === "page") return ["resources", "bucket", physical, at];
  if (kind === "queue") return ["resources", "queue", physical, at];
  if (kind === "table") return ["resources", "table", physical, at];
  return ["resources"];
}

export function Overview() {
  const loaded = useLoaded((signal) => read<AppGraph>("/app", {}, signal), [connection.value]);
  return (
    <div class="page">
      <Toolbar title="Overview">
        <p class="muted">
          {count(executions.all.value.filter(({ endedAt }) => endedAt === null).length, "execution")} running,{" "}
          {count(totals.value.mails, "mail")}, {count(functions.value.length, "warm function")}
        </p>
      </Toolbar>
      <PageBody>
        <Show loaded={loaded}>
          {(graph) =>
            graph.nodes.length === 0 ? (
              <Empty icon="overview" title="Nothing is deployed yet">
                <p>
                  Deploy the app with <code>npx localstack-harness deploy</code>: its functions, APIs, state
                  machines and tables appear here, and what they call.
                </p>
              </Empty>
            ) : (
              <Graph graph={graph} />
            )
          }
        </Show>
      </PageBody>
    </div>
  );
}

function Graph({ graph }: { graph: AppGraph }) {
  const placed = useMemo(
    () =>
      place(
        graph.nodes.map(({ id }) => ({ id, ...BOX })),
        graph.lines,
        "LR",
      ),
    [graph],
  );
  const rows = usage.all.value;
  const at = now.value;
  return (
    <>
      <Fitted label="The app" width={placed.width} height={placed.height}>
        <svg class="graph-lines" width={placed.width} height={placed.height} aria-hidden="true">
          <defs>
            <marker
              id="app-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {placed.lines.map((line) => {
            const use = lineUse(graph, line, rows, at);
            return (
              <g key={`${line.from} ${line.to}`}>
                <path
                  d={curve(line.points)}
                  class={use.fails ? "failing" : use.calls > 0 ? "taken" : ""}
                  marker-end="url(#app-arrow)"
                />
                {line.labelAt && (
                  <text x={line.labelAt.x} y={line.labelAt.y - 4} text-anchor="middle">
                    {line.label}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
        {graph.nodes.map((node) => {
          const at2 = placed.boxes.get(node.id);
          const state = nodeState(node, rows, functions.value, executions.all.value, at);
          return (
            at2 && (
              <a
                key={node.id}
                class={`node ${state.tone}`}
                href={href(...linkOf(node))}
                style={{
                  left: `${at2.x}px`,
                  top: `${at2.y}px`,
                  width: `${BOX.width}px`,
                  height: `${BOX.height}px`,
                }}
                title={node.physical}
              >
                <span class="node-name">
                  <Icon name={ICONS[node.kind]} />
                  <b>{node.name}</b>
                </span>
                <span class="state-detail">{[KINDS[node.kind], ...state.facts].join(" · ")}</span>
              </a>
            )
          );
        })}
      </Fitted>
      <p class="legend muted">
        Green lines were used since the console was opened, red ones failed in the last minute, grey ones are
        in the template and were not used yet.
      </p>
    </>
  );
}
