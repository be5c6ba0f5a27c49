import { paint } from "../cli/terminal/paint.ts";
import type { Checked } from "./check.ts";
import type { Finding } from "./findings.ts";
import type { Recording } from "./recording.ts";
import { linesOf, type Row, sectionsOf } from "./table.ts";

const STATES: Record<Row["state"], string> = {
  used: paint("green", "used  "),
  unused: paint("yellow", "unused"),
  denied: paint("red", "DENIED"),
};

const HEADINGS: Record<Finding["kind"], string> = {
  denied: "DENIED: done here, and AWS would not allow it",
  open: "OPEN: must be refused, and is not",
  unused: "UNUSED: granted, and nothing that happened needs it",
  redundant: "REDUNDANT: granted twice",
  wide: "WIDE: granted for more than was used",
  unknown: "UNKNOWN: cannot be judged",
  stale: "STALE: accepted in harness/permissions/accepted.ts for nothing",
};

/** The table of what each role and resource allows, then all that is wrong. */
export function reportLines(checked: Checked, { policies, troubles, dropped }: Recording): string[] {
  const tables = sectionsOf(checked, policies).flatMap((section) => [
    ...linesOf(section, (state) => STATES[state]),
    "",
  ]);
  const findings = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const found = checked.findings.filter((finding) => finding.kind === kind);
    return found.length === 0 ? [] : [paint("red", heading), ...found.map(({ text }) => `  ${text}`), ""];
  });
  const incomplete = [
    ...troubles,
    ...(dropped > 0 ? [`LocalStack had forgotten ${dropped} calls by the time that they were read`] : []),
  ];
  const amiss =
    incomplete.length === 0
      ? []
      : [paint("red", "NOT EVERYTHING RAN"), ...incomplete.map((trouble) => `  ${trouble}`), ""];
  return [...tables, ...amiss, ...findings];
}

/** What was looked at, and what it cost to record it. */
export function summaryLines({ statements, verdicts }: Checked, { cost }: Recording): string[] {
  const recorded = verdicts.filter(({ access }) => access.why === "recorded");
  const calls = recorded.reduce((sum, { access }) => sum + access.times, 0);
  const share = (100 * cost.seconds) / cost.elapsed;
  const each = (1e6 * cost.seconds) / Math.max(cost.calls, 1);
  return [
    `${statements.length} statements; ${calls} recorded accesses, ${recorded.length} different ones, and ${verdicts.length - recorded.length} that AWS makes by itself.`,
    `Recording ${cost.calls} calls took ${(1e3 * cost.seconds).toFixed(1)} ms of processor time, ${each.toFixed(0)} µs each: ${share.toFixed(2)} % of the ${cost.elapsed.toFixed(0)} s that LocalStack has run.`,
  ];
}
