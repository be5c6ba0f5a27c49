import type { VisitData, VisitRow } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Facts, Status } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { dateTime, duration } from "../../state/format.ts";

export interface VisitPanelProps {
  arn: string;
  place: number;
  visits: readonly VisitRow[];
  onPlace: (place: number) => void;
  onClose: () => void;
}

/** One visit of a state: its data, its errors, its times. */
export function VisitPanel({ arn, place, visits, onPlace, onClose }: VisitPanelProps) {
  const visit = visits[place];
  const loaded = useLoaded(
    (signal) => read<VisitData>("/executions/visit", { arn, place }, signal),
    [arn, place, visit?.exitedAt],
  );
  if (!visit) return null;
  const same = visits.flatMap(({ name }, index) => (name === visit.name ? [index] : []));
  const number = same.indexOf(place);
  return (
    <section class="visit" aria-label={`State ${visit.name}`}>
      <header>
        <h3>
          {visit.name} <Status value={visit.status} />
        </h3>
        <div class="actions">
          {same.length > 1 && (
            <>
              <button
                type="button"
                class="button quiet"
                disabled={number === 0}
                onClick={() => onPlace(same[number - 1] ?? place)}
              >
                Previous
              </button>
              <span>
                visit {number + 1} of {same.length}
              </span>
              <button
                type="button"
                class="button quiet"
                disabled={number === same.length - 1}
                onClick={() => onPlace(same[number + 1] ?? place)}
              >
                Next
              </button>
            </>
          )}
          <button
            type="button"
            class="button quiet"
            aria-label="Close the state"
            data-close
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </div>
      </header>
      <Facts
        of={[
          ["Type", visit.type],
          ["Entered", dateTime(visit.enteredAt)],
          ["Took", visit.exitedAt === null ? undefined : duration(visit.exitedAt - visit.enteredAt)],
          ["Retries", visit.retries || undefined],
        ]}
      />
      {visit.failures.length > 0 && (
        <ol class="failures" aria-label="Errors">
          {visit.failures.map(({ error, cause }, index) => (
            <li key={index}>
              <b class="bad-text">{error || "an error without a name"}</b>
              {cause && <JsonView label={`Cause of error ${index + 1}`} value={cause} />}
            </li>
          ))}
        </ol>
      )}
      <Show loaded={loaded}>
        {({ input, output, assigned }) => (
          <div class="data">
            <h4>Input</h4>
            <JsonView label={`Input of ${visit.name}`} value={input} />
            {output !== undefined && (
              <>
                <h4>Output</h4>
                <JsonView label={`Output of ${visit.name}`} value={output} />
              </>
            )}
            {assigned && (
              <>
                <h4>Variables</h4>
                <JsonView label={`Variables of ${visit.name}`} value={assigned} />
              </>
            )}
          </div>
        )}
      </Show>
    </section>
  );
}
