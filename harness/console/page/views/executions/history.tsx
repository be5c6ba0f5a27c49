import { useEffect, useState } from "preact/hooks";
import type { EventRow } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { JsonView } from "../../parts/json-view.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { count, duration } from "../../state/format.ts";

/** The events of the history; long ones are read in parts while they are looked at. */
export function History({ arn, total, from }: { arn: string; total: number; from: number }) {
  const [events, setEvents] = useState<EventRow[]>([]);
  const [chosen, choose] = useState<number | undefined>(undefined);
  useEffect(() => {
    const abort = new AbortController();
    const readOn = async () => {
      const found = [...events];
      while (found.length < total && !abort.signal.aborted) {
        const next = await read<EventRow[]>("/executions/events", { arn, from: found.length }, abort.signal);
        if (next.length === 0) break;
        found.push(...next);
        setEvents([...found]);
      }
    };
    readOn().catch(() => undefined);
    return () => abort.abort();
  }, [arn, total]);
  const event = events.find(({ id }) => id === chosen);
  return (
    <div class="history">
      <VirtualList
        label="Events"
        rows={events}
        rowHeight={30}
        keyOf={({ id }) => `${id}`}
        selected={chosen === undefined ? undefined : `${chosen}`}
        onSelect={({ id }) => choose(id)}
        render={({ id, type, details, time }) => (
          <span class="row-line">
            <span>
              <small class="muted number">{id}</small> {type} <b>{nameIn(details)}</b>
            </span>
            <small class="muted">+{duration(time - from)}</small>
          </span>
        )}
      />
      <p class="list-foot">
        {count(total, "event")}
        {events.length < total ? `, ${events.length} read so far` : ""}
      </p>
      {event && <JsonView label={`Event ${event.id}`} value={readable(event.details)} />}
    </div>
  );
}

const nameIn = ({ name, resource, error }: EventRow["details"]): string =>
  `${name ?? error ?? resource ?? ""}`;

/** With the data that Step Functions keeps as text as data. */
const readable = (details: EventRow["details"]): unknown =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => {
      if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        return [name, value];
      }
    }),
  );
