import { basename } from "node:path";

/** What an error of a user's file says, on one line, with its place there: `no port (harness.config.ts:1:7)`. */
export function reasonIn(file: string, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const name = basename(file);
  const [, place = ""] = (error.stack ?? "").split(`${name}:`);
  const position = /^\d+:\d+/.exec(place)?.[0];
  const why = error.message.split("\n")[0]?.trim() || error.name;
  return position ? `${why} (${name}:${position})` : why;
}
