import { oneLine } from "../../core/text/printable.ts";
import { paint } from "../terminal/paint.ts";

/** One event of an app, shown on one line. */
export interface ActivityEvent {
  kind: "request" | "execution" | "mail" | "log";
  time: Date;
  /** The execution's name; empty for a mail without a reference. */
  id: string;
  text: string;
  tone: "plain" | "good" | "bad" | "mail";
}

/** Width of a UUID, so that lines without one stay in their columns. */
const ID_WIDTH = 36;
const STYLES = { plain: "reset", good: "green", bad: "red", mail: "cyan" } as const;

/** Hours, minutes and seconds in the user's time zone. */
export const clockTime = (time: Date): string =>
  [time.getHours(), time.getMinutes(), time.getSeconds()].map((n) => String(n).padStart(2, "0")).join(":");

/** `16:04:05  0f8fad5b-d9cb-469f-a165-70867728950e  Timer` */
export function activityLine(
  { time, id, text, tone }: ActivityEvent,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  const columns = [
    paint("dim", clockTime(time), stream),
    oneLine(id).padEnd(ID_WIDTH),
    paint(STYLES[tone], oneLine(text), stream),
  ];
  return columns.join("  ");
}
