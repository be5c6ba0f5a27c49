import type { Checked } from "./check.ts";
import type { Finding } from "./findings.ts";
import type { Recording } from "./recording.ts";
import { linesOf, type Row, sectionsOf } from "./table.ts";

/** Gives text a colour, where the output shows colours. */
export type Paint = (style: "green" | "yellow" | "red", text: string) => string;

const plain: Paint = (_, text) => text;

const STATES: Record<Row["state"], [Parameters<Paint>[0], string]> = {
  used: ["green", "used  "],
  unused: ["yellow", "unused"],
  denied: ["red", "DENIED"],
};

const HEADINGS: Record<Finding["kind"], string> = {
  denied: "DENIED: done here, and AWS would not allow it",
  open: "OPEN: allowed to anyone, or without TLS, and must not be",
  unused: "UNUSED: granted, and nothing that ran needs it",
  redundant: "REDUNDANT: granted twice",
  wide: "WIDE: granted for more than was used",
  unknown: "UNKNOWN: cannot be decided",
  stale: "STALE: accepted in permissions.accepted, and does not exist",
};

/** The table of what each role and resource allows, then all findings. */
export function reportLines(
  checked: Checked,
  { troubles, dropped }: Recording,
  paint: Paint = plain,
): string[] {
  const tables = sectionsOf(checked).flatMap((section) => [
    ...linesOf(section, (state) => paint(...STATES[state])),
    "",
  ]);
  const findings = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const found = checked.findings.filter((finding) => finding.kind === kind);
    return found.length === 0 ? [] : [paint("red", heading), ...found.map(({ text }) => `  ${text}`), ""];
  });
  const incomplete = [
    ...troubles,
    ...(dropped > 0 ? [`LocalStack no longer had ${dropped} calls when they were read`] : []),
  ];
  const amiss =
    incomplete.length === 0
      ? []
      : [paint("red", "NOT EVERYTHING RAN"), ...incomplete.map((trouble) => `  ${trouble}`), ""];
  return [...tables, ...amiss, ...findings];
}

/** What was compared, and how long recording it took. */
export function summaryLines({ statements, decisions }: Checked, { cost }: Recording): string[] {
  const recorded = decisions.filter(({ access }) => access.why === "recorded");
  const calls = recorded.reduce((sum, { access }) => sum + access.times, 0);
  const share = (100 * cost.seconds) / cost.elapsed;
  const each = (1e6 * cost.seconds) / Math.max(cost.calls, 1);
  return [
    `${statements.length} statements; ${calls} recorded accesses, ${recorded.length} different ones, and ${decisions.length - recorded.length} that only AWS makes.`,
    `Recording ${cost.calls} calls took ${(1e3 * cost.seconds).toFixed(1)} ms of processor time, ${each.toFixed(0)} µs each: ${share.toFixed(2)} % of the ${cost.elapsed.toFixed(0)} s that LocalStack has run.`,
  ];
}
