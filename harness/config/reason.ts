import { basename } from "node:path";

/** What an error of a user's file says, on one line, with its line there: `no port (harness.config.ts:7)`. */
export function reasonIn(file: string, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const name = basename(file);
  const [, place = ""] = (error.stack ?? "").split(`${name}:`);
  // jiti writes code before the first line, which moves its columns
  const line = /^\d+/.exec(place)?.[0];
  const why =
    error.message
      .split("\n")[0]
      ?.replace(/ \([^()]+:\d+:\d+\)$/, "")
      .trim() || error.name;
  return line ? `${why} (${name}:${line})` : why;
}
