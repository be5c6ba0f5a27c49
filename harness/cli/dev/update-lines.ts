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
  const files = changed.length > 0 ? `${changedText(changed)}: ` : "";
  const took =
    kind === "failure" || kind === "recovery" ? "" : `  ${paint("dim", `${durationMs} ms`, stream)}`;
  return [
    `${paint("dim", clockTime(time), stream)}  ${oneLine(files)} ${paint(STYLES[kind], oneLine(first), stream)}${took}`,
    ...rest.map((line) => `          ${paint(STYLES[kind], oneLine(line), stream)}`),
  ];
}
