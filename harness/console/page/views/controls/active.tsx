import type { ClockRow, FaultRow } from "../../../shapes.ts";
import { change } from "../../api.ts";
import { Action } from "../../parts/action.tsx";
import { duration } from "../../state/format.ts";
import { clocks, faults } from "../../state/store.ts";

/** `SES SendEmail answers Throttling, 2 of 5 times` */
export function faultText(fault: FaultRow): string {
  const { service, operation, error, effect, delayMs, share, times, hits, match } = fault;
  const where = fault.function ? `function ${fault.function}` : `${service} ${operation}`;
  const what = [
    error && `answers ${error}`,
    effect && { timeout: "times out", crash: "crashes", throttle: "is throttled" }[effect],
    delayMs > 0 && `takes ${duration(delayMs)} longer`,
  ].filter(Boolean);
  const often = [
    share !== null && `${Math.round(share * 100)} % of the calls`,
    match.length > 0 && `with ${match.map((text) => JSON.stringify(text)).join(" and ")}`,
    times === null ? `${hits} so far` : `${hits} of ${times} so far`,
  ].filter(Boolean);
  return `${where} ${what.join(" and ")} (${often.join(", ")})`;
}

export const clockText = ({ match, scale }: ClockRow): string =>
  `Waits of executions with ${JSON.stringify(match)} ${scale === 0 ? "end at once" : `take ${scale * 100} % of their time`}`;

/** What is in force, above every view. */
export function Controls() {
  const rows = [
    ...faults.value.map((fault) => ({
      path: `/controls/faults/${fault.id}`,
      text: faultText(fault),
      left: fault.secondsLeft,
    })),
    ...clocks.value.map((clock) => ({
      path: `/controls/clocks/${clock.id}`,
      text: clockText(clock),
      left: clock.secondsLeft,
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <section class="active-controls" aria-label="Faults and clocks in force">
      <ul>
        {rows.map(({ path, text, left }) => (
          <li key={path}>
            <span>
              <b>{text}</b> <small>ends by itself in {duration(left * 1_000)}</small>
            </span>
            <Action kind="quiet" done="Ended." act={() => change("DELETE", path)} label={`End: ${text}`}>
              End
            </Action>
          </li>
        ))}
      </ul>
    </section>
  );
}
