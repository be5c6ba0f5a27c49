import { useState } from "preact/hooks";
import type { LogRow } from "../../../shapes.ts";
import { read } from "../../api.ts";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Facts } from "../../parts/layout.tsx";
import { useLoaded } from "../../parts/resource.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { clock, dateTime } from "../../state/format.ts";
import { href } from "../../state/route.ts";
import { shortName } from "../../state/store.ts";
import { functionOf, invocationIn, levelOf, summaryOf } from "./level.ts";

/** Lines of a log, and the selected one unfolded. */
export function LogLines({ lines, follow = false }: { lines: readonly LogRow[]; follow?: boolean }) {
  const [seq, setSeq] = useState<number | undefined>(undefined);
  const line = lines.find((each) => each.seq === seq);
  return (
    <div class={`log-lines ${line ? "log-open" : ""}`}>
      <VirtualList
        label="Log lines"
        rows={lines}
        rowHeight={26}
        keyOf={(each) => `${each.seq}`}
        selected={seq === undefined ? undefined : `${seq}`}
        onSelect={(each) => setSeq(each.seq)}
        follow={follow && seq === undefined}
        rowClass={(each) => `log ${levelOf(each)}`}
        render={(each) => (
          <span class="log-line">
            <time>{clock(each.time, { millis: true })}</time>
            <span class="log-group" title={each.group}>
              {shortName(each.group)}
            </span>
            <LogText message={each.message} />
          </span>
        )}
      />
      {line && <LineDetail key={line.seq} line={line} onClose={() => setSeq(undefined)} />}
    </div>
  );
}

function LogText({ message }: { message: string }) {
  const { text, rest } = summaryOf(message);
  return (
    <span class="log-text">
      {text.slice(0, 400)} <span class="muted">{rest.slice(0, 300)}</span>
    </span>
  );
}

function LineDetail({ line, onClose }: { line: LogRow; onClose: () => void }) {
  const traced = invocationIn(line.message);
  return (
    <section class="log-detail" aria-label="Log line">
      <header class="detail-head">
        <Facts
          of={[
            ["At", dateTime(line.time)],
            ["Log group", line.group],
            ["Level", levelOf(line)],
          ]}
        />
        <div class="actions">
          {traced && (
            <a class="button quiet" href={href("trace", traced)}>
              <Icon name="trace" /> Trace
            </a>
          )}
          <button type="button" class="button quiet" aria-label="Close the line" data-close onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
      </header>
      <StackTrace line={line} />
      <JsonView label="Message" value={line.message.replaceAll("\r", "\n")} />
    </section>
  );
}

/** The stack trace in the message, with its places in the sources. */
function StackTrace({ line }: { line: LogRow }) {
  const stack = stackIn(line.message);
  const name = functionOf(line.group);
  const loaded = useLoaded(
    async (signal) =>
      stack && name
        ? (
            await read<{ text: string }>(
              "/source",
              { function: name, place: line.place, text: stack },
              signal,
            )
          ).text
        : "",
    [stack, name],
  );
  if (!stack) return null;
  return (
    <>
      <h2 class="section-title">
        Stack trace{loaded?.value && loaded.value !== stack ? ", by source maps" : ""}
      </h2>
      <pre class="mail-text">{loaded?.value || stack}</pre>
    </>
  );
}

function stackIn(message: string): string | undefined {
  const inJson =
    /"(?:stack|stackTrace|trace)"\s*:\s*("(?:\\.|[^"\\])*"|\[(?:[^\]"]|"(?:\\.|[^"\\])*")*\])/.exec(
      message,
    )?.[1];
  try {
    const value: unknown = inJson && JSON.parse(inJson);
    if (value) return Array.isArray(value) ? value.join("\n") : `${value}`;
  } catch {
    // no JSON: what follows looks at the text
  }
  const lines = message.split(/[\r\n]+/);
  return lines.some((each) => /^\s+at /.test(each)) ? lines.join("\n") : undefined;
}
