import type { ExecutionView, VisitRow } from "../../../view-shapes.ts";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { duration } from "../../state/format.ts";
import { now } from "../../state/now.ts";

export interface TimeLineProps {
  view: ExecutionView;
  selected: number | undefined;
  onSelect: (place: number) => void;
}

interface Bar {
  visit: VisitRow;
  place: number;
}

/** Each visit of a state as a bar on the time that the execution took. */
export function TimeLine({ view: { execution, visits }, selected, onSelect }: TimeLineProps) {
  const from = execution.startedAt;
  const to = Math.max(execution.endedAt ?? now.value, from + 1);
  const percent = (time: number) => (100 * (Math.min(to, Math.max(from, time)) - from)) / (to - from);
  const bars: Bar[] = visits.map((visit, place) => ({ visit, place }));
  if (bars.length === 0) return <p>No state was entered yet.</p>;
  return (
    <VirtualList
      label="Visits of states"
      rows={bars}
      rowHeight={40}
      keyOf={({ place }) => `${place}`}
      selected={selected === undefined ? undefined : `${selected}`}
      onSelect={({ place }) => onSelect(place)}
      render={({ visit }) => {
        const end = visit.exitedAt ?? to;
        const left = Math.min(percent(visit.enteredAt), 99.2);
        return (
          <>
            <span class="row-line">
              <span>
                <b>{visit.name}</b> <small class="muted">{visit.type}</small>
                {visit.retries > 0 && (
                  <small class="warn-text">
                    {" "}
                    {visit.retries === 1 ? "1 retry" : `${visit.retries} retries`}
                  </small>
                )}
              </span>
              <small class="muted">
                +{duration(visit.enteredAt - from)}, {duration(end - visit.enteredAt)}
              </small>
            </span>
            <span class="bar-track" aria-hidden="true">
              <span
                class={`bar ${visit.status}`}
                style={{ left: `${left}%`, width: `${Math.max(0.8, percent(end) - left)}%` }}
              />
            </span>
            <span class="hidden">{visit.status}</span>
          </>
        );
      }}
    />
  );
}
