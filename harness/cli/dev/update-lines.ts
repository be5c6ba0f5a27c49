import { oneLine } from "../../core/text/printable.ts";
import { changedText, type Update } from "../../dev/update.ts";
import { clockTime } from "../activity/activity-event.ts";
import { paint } from "../terminal/paint.ts";

const STYLES = {
  functions: "green",
  stack: "green",
  site: "green",
  deployment: "green",
  recovery: "green",
  failure: "red",
} as const;

/** `16:04:05  functions/send/handler.ts: new code of Send  112 ms`; a failure has a line for each fault. */
export function updateLines(
  { kind, changed, text, durationMs }: Update,
  time = new Date(),
  stream: NodeJS.WritableStream = process.stdout,
): string[] {
  const [first = "", ...rest] = text.split("\n");
  const files = changed.length > 0 ? `${oneLine(changedText(changed))}: ` : "";
  const took =
    kind === "failure" || kind === "recovery" ? "" : `  ${paint("dim", `${durationMs} ms`, stream)}`;
  return [
    `${paint("dim", clockTime(time), stream)}  ${files}${paint(STYLES[kind], oneLine(first), stream)}${took}`,
    ...rest.map((line) => `          ${paint(STYLES[kind], oneLine(line), stream)}`),
  ];
}

const MOST_ERRORS = 5;

/** The type errors of a project, or that there are none any more. */
export function typeLines(
  errors: readonly string[],
  time = new Date(),
  stream: NodeJS.WritableStream = process.stdout,
): string[] {
  const count =
    errors.length === 0 ? "no errors" : errors.length === 1 ? "1 error" : `${errors.length} errors`;
  const more = errors.length > MOST_ERRORS ? [`and ${errors.length - MOST_ERRORS} more`] : [];
  return [
    `${paint("dim", clockTime(time), stream)}  types: ${paint(errors.length === 0 ? "green" : "yellow", count, stream)}`,
    ...[...errors.slice(0, MOST_ERRORS), ...more].map((line) => `          ${oneLine(line)}`),
  ];
}
