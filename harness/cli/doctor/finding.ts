import { oneLine } from "../../core/text/printable.ts";
import { paint } from "../terminal/paint.ts";

/** What a check found. A problem prevents the app from running; a warning concerns something optional. */
export type Finding =
  | { state: "ok"; detail: string }
  | { state: "warning" | "problem"; detail: string; remedy: string };

/** One thing that must be in order. */
export interface Check {
  title: string;
  examine(signal: AbortSignal): Promise<Finding>;
}

export const ok = (detail: string): Finding => ({ state: "ok", detail });
export const warning = (detail: string, remedy: string): Finding => ({ state: "warning", detail, remedy });
export const problem = (detail: string, remedy: string): Finding => ({ state: "problem", detail, remedy });

const STYLES = { ok: "green", warning: "yellow", problem: "red" } as const;

/** `ok       Node.js  v24.21.0`, and under it what to do about anything that is not ok. */
export function findingLines(
  title: string,
  finding: Finding,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  const state = paint(STYLES[finding.state], finding.state.padEnd(7), stream);
  const line = `${state}  ${title.padEnd(TITLE_WIDTH)}  ${oneLine(finding.detail)}`;
  return finding.state === "ok"
    ? line
    : `${line}\n${" ".repeat(9)}${"".padEnd(TITLE_WIDTH)}  → ${finding.remedy}`;
}

const TITLE_WIDTH = 12;
