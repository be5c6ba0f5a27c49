import { useEffect, useState } from "preact/hooks";
import type { Trace, TraceSpan } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { say } from "../../parts/announce.tsx";
import { Icon, type IconName } from "../../parts/icons.tsx";
import { Empty, PageBody, Toolbar, Trouble } from "../../parts/layout.tsx";
import { clock, count, duration } from "../../state/format.ts";
import { go, href, route } from "../../state/route.ts";
import { shortName } from "../../state/store.ts";
import { LogLines } from "../logs/log-lines.tsx";

/** Milliseconds between two looks at what is still going on. */
const AGAIN_MS = 1_500;

export function TracePage() {
  const id = route.value[1] ?? "";
  return (
    <div class="page">
      <Toolbar title="Trace">
        <form
          class="inline-form"
          onSubmit={(event) => {
            event.preventDefault();
            const text = new FormData(event.currentTarget).get("id");
            go(href("trace", `${text ?? ""}`.trim()));
          }}
        >
          <label class="search">
            <span class="hidden">Id of a request, an execution, a mail or a trace, or any text in them</span>
            <Icon name="search" />
            <input
              key={id}
              name="id"
              type="search"
              defaultValue={id}
              placeholder="Id, or any text"
              data-search
              required
              minLength={3}
            />
          </label>
          <button type="submit" class="button primary">
            Trace
          </button>
        </form>
        {id && (
          <button
            type="button"
            class="button quiet"
            onClick={() =>
              navigator.clipboard.writeText(location.href).then(() => say("The address is copied."))
            }
          >
            Copy the address
          </button>
        )}
      </Toolbar>
      <PageBody>
        {id === "" ? (
          <Empty icon="trace" title="Follow one id through the app">
            <p>
              Give the id of a request, an execution, an invocation or a mail, or any text in them, such as an
              address: everything that belongs to it is shown on one time axis.
            </p>
          </Empty>
        ) : (
          <TraceView key={id} id={id} />
        )}
      </PageBody>
    </div>
  );
}

/** Everything about one id on one time axis, read again while something goes on. */
export function TraceView({ id }: { id: string }) {
  const [trace, setTrace] = useState<Trace | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const next = await read<Trace>("/trace", { id }, abort.signal);
      setTrace(next);
      if (next.spans.some(({ to }) => to === null))
        timer = setTimeout(() => void look().catch(setError), AGAIN_MS);
    };
    look().catch((cause: unknown) => !abort.signal.aborted && setError(cause));
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [id]);
  if (error) return <Trouble error={error} />;
  if (!trace) return <p class="loading">Looking for {id} …</p>;
  if (trace.spans.length === 0 && trace.logs.length === 0)
    return (
      <Empty icon="trace" title="Nothing has this text">
        <p>Calls are kept until there are 20,000 later ones, and all of it until LocalStack ends.</p>
      </Empty>
    );
  return (
    <>
      <Spans spans={trace.spans} />
      <h2 class="section-title">{count(trace.logs.length, "log line")}</h2>
      <LogLines lines={trace.logs.map((line, index) => ({ ...line, seq: index + 1 }))} />
    </>
  );
}

/** Kinds whose title is the name of a resource. */
const NAMED = new Set<TraceSpan["kind"]>(["execution", "invocation"]);

/** Steps to the right, so that there is room for names. */
const MAX_DEPTH = 8;

const ICONS: Record<TraceSpan["kind"], IconName> = {
  request: "requests",
  execution: "executions",
  state: "play",
  invocation: "logs",
  call: "resources",
  mail: "inbox",
};
const KINDS: Record<TraceSpan["kind"], string> = {
  request: "request",
  execution: "execution",
  state: "state",
  invocation: "invocation of",
  call: "call",
  mail: "mail",
};

/** After the bar; before it where there is no room, and within it where there is none either. */
function labelPlace(left: number, end: number): { left: string } | { right: string } {
  if (end < 80) return { left: `${end}%` };
  return { right: left > 20 ? `${100 - left}%` : `${100 - end}%` };
}

function Spans({ spans }: { spans: readonly TraceSpan[] }) {
  const from = Math.min(...spans.map((span) => span.from));
  const until = Date.now();
  const to = Math.max(from + 1, ...spans.map((span) => span.to ?? until));
  const percent = (time: number) => (100 * (time - from)) / (to - from);
  return (
    <ol class="spans" aria-label="Time axis">
      <li class="span-axis" aria-hidden="true">
        <span>
          {clock(from, { millis: true })}, {duration(to - from)} in all
        </span>
        <span class="span-scale">
          {[0, 25, 50, 75, 100].map((at) => (
            <small key={at} style={{ left: `${at}%` }}>
              {at === 0 ? "0" : duration(((to - from) * at) / 100)}
            </small>
          ))}
        </span>
      </li>
      {spans.map((span, index) => {
        const left = Math.min(percent(span.from), 99.5);
        const width = Math.max(0.5, percent(span.to ?? to) - left);
        const title = (
          <>
            <Icon name={ICONS[span.kind]} />
            <span class="hidden">{KINDS[span.kind]} </span>
            <b title={span.title}>{NAMED.has(span.kind) ? shortName(span.title) : span.title}</b>{" "}
            <small class={span.tone === "bad" ? "bad-text" : "muted"}>{span.detail}</small>
          </>
        );
        return (
          <li key={index} class="span" style={{ "--depth": Math.min(span.depth, MAX_DEPTH) }}>
            {span.link.length > 0 ? <a href={href(...span.link)}>{title}</a> : <span>{title}</span>}
            <span class="span-track">
              <span class={`bar ${span.tone}`} style={{ left: `${left}%`, width: `${width}%` }} />
              <small style={labelPlace(left, left + width)}>
                +{duration(span.from - from)}
                {span.to === null ? ", goes on" : `, ${duration(span.to - span.from)}`}
              </small>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
