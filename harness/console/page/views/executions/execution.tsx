import { useEffect, useState } from "preact/hooks";
import type { ExecutionRow } from "../../../shapes.ts";
import type { ExecutionView } from "../../../view-shapes.ts";
import { change, read } from "../../api.ts";
import { Action } from "../../parts/action.tsx";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Facts, Status, Trouble } from "../../parts/layout.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { count, dateTime, duration } from "../../state/format.ts";
import { now } from "../../state/now.ts";
import { href } from "../../state/route.ts";
import { executions, lastOf, shortName } from "../../state/store.ts";
import { History } from "./history.tsx";
import { StartAgain } from "./start-again.tsx";
import { StateGraphView } from "./state-graph.tsx";
import { TimeLine } from "./time-line.tsx";
import { VisitPanel } from "./visit.tsx";

const REDRIVABLE = new Set(["FAILED", "TIMED_OUT", "ABORTED"]);

/** Characters of a cause beside the other facts; the output has all of it. */
const MAX_CAUSE = 300;

/** Milliseconds between two looks at an execution that runs; more where it has a long history. */
const pauseFor = (visits: number): number => (visits > 1_000 ? 2_000 : 500);

export function ExecutionDetail({ arn }: { arn: string }) {
  const { view, error } = useExecution(arn);
  const [place, setPlace] = useState<number | undefined>(undefined);
  if (error) return <Trouble error={error} />;
  if (!view) return <p class="loading">Loading …</p>;
  const { execution, visits, definition } = view;
  const selected = place === undefined ? undefined : visits[place];
  const selectState = (name: string) => {
    const found = visits.findLastIndex((visit) => visit.name === name);
    setPlace(found < 0 ? undefined : found);
  };
  return (
    <article class="execution" aria-label={`Execution ${execution.name}`}>
      <ExecutionHead view={view} />
      <div class="execution-body">
        <StateGraphView
          definition={definition}
          visits={visits}
          selected={selected?.name}
          onSelect={selectState}
        />
        <div class="execution-side">
          {selected && place !== undefined && (
            <VisitPanel
              arn={arn}
              place={place}
              visits={visits}
              onPlace={setPlace}
              onClose={() => setPlace(undefined)}
            />
          )}
          <Tabs
            label="About the execution"
            tabs={[
              {
                name: "Time line",
                content: () => <TimeLine view={view} selected={place} onSelect={setPlace} />,
              },
              {
                name: "History",
                content: () => <History arn={arn} total={view.events} from={execution.startedAt} />,
              },
              { name: "Input", content: () => <JsonView label="Input" value={view.input} /> },
              { name: "Output", content: () => <Output view={view} /> },
              { name: "Definition", content: () => <JsonView label="Definition" value={definition} /> },
            ]}
          />
        </div>
      </div>
    </article>
  );
}

const Output = ({ view: { execution, output, cause } }: { view: ExecutionView }) =>
  execution.error || cause ? (
    <Facts
      of={[
        ["Error", execution.error],
        ["Cause", cause && <JsonView label="Cause" value={cause} />],
      ]}
    />
  ) : output === null ? (
    <p>It has no output{execution.endedAt === null ? " yet" : ""}.</p>
  ) : (
    <JsonView label="Output" value={output} />
  );

function ExecutionHead({ view }: { view: ExecutionView }) {
  const { execution, visits, input, cause } = view;
  const isRunning = execution.endedAt === null;
  const waits = visits.some(({ type, status }) => type === "Wait" && status === "running");
  const { arn, stateMachineArn, error } = execution;
  const machine = lastOf(stateMachineArn);
  const [isStarting, setStarting] = useState(false);
  return (
    <header>
      <h2>
        {shortName(stateMachineArn)} <Status value={execution.status} />
      </h2>
      <div class="actions">
        <a class="button quiet" href={href("trace", execution.name)}>
          <Icon name="trace" /> Trace
        </a>
        {waits && (
          <Action
            kind="primary"
            icon="skip"
            done="The wait is over."
            act={() => change("POST", "/executions/skip-wait", { arn })}
          >
            Skip the wait
          </Action>
        )}
        {isRunning && !execution.isExpress && (
          <Action
            kind="danger"
            icon="stop"
            done="The execution is stopped."
            act={() => change("POST", "/executions/stop", { arn })}
          >
            Stop
          </Action>
        )}
        {REDRIVABLE.has(execution.status) && !execution.isExpress && (
          <Action
            icon="redrive"
            done="The execution continues."
            title="Continues in the state in which it ended, with the same input"
            act={() => change("POST", "/executions/redrive", { arn })}
          >
            Redrive
          </Action>
        )}
        <button type="button" class="button" onClick={() => setStarting(true)}>
          <Icon name="play" /> Start again …
        </button>
      </div>
      {isStarting && (
        <StartAgain stateMachineArn={stateMachineArn} input={input} onClose={() => setStarting(false)} />
      )}
      <Facts
        of={[
          ["Name", <code>{execution.name}</code>],
          ["State machine", machine !== shortName(stateMachineArn) && machine],
          ["Started", dateTime(execution.startedAt)],
          [isRunning ? "Runs for" : "Took", duration((execution.endedAt ?? now.value) - execution.startedAt)],
          ["Redriven", execution.redrives > 0 && count(execution.redrives, "time")],
          ["Kind", execution.isExpress ? "Express" : undefined],
          ["Error", error && <strong class="bad-text">{error}</strong>],
          ["Cause", cause?.slice(0, MAX_CAUSE)],
        ]}
      />
    </header>
  );
}

/** The execution as it is now, until it has ended. */
function useExecution(arn: string): { view?: ExecutionView; error?: unknown } {
  const [state, setState] = useState<{ view?: ExecutionView; error?: unknown }>({});
  // a change reaches the list first: read again when its row is ahead
  const row = executions.get(arn);
  const isAhead = row && state.view && ageOf(row) > ageOf(state.view.execution);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const view = await read<ExecutionView>("/executions/one", { arn }, abort.signal);
        setState((before) => (isSame(before.view, view) ? before : { view }));
        if (view.execution.endedAt === null)
          timer = setTimeout(() => void look(), pauseFor(view.visits.length));
      } catch (error) {
        if (abort.signal.aborted) return;
        setState((before) => (before.view ? before : { error }));
        timer = setTimeout(() => void look(), 2_000);
      }
    };
    void look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [arn, Boolean(isAhead)]);
  return state;
}

/** It grows with each end and each redrive. */
const ageOf = ({ redrives, endedAt }: ExecutionRow): number => 2 * redrives + (endedAt === null ? 0 : 1);

const isSame = (before: ExecutionView | undefined, view: ExecutionView): boolean =>
  before?.events === view.events &&
  before.execution.redrives === view.execution.redrives &&
  before.execution.status === view.execution.status &&
  before.execution.endedAt === view.execution.endedAt;
