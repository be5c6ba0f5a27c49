/** One update of the running app, or why there was none. */
export interface Update {
  kind: "functions" | "stack" | "site" | "deployment" | "failure" | "recovery";
  /** Files that changed, relative to the project; empty where a user asked for the update. */
  changed: readonly string[];
  /** What was done, in words. For a failure: what is wrong. */
  text: string;
  /** Physical names of functions with other code. */
  functions?: readonly string[];
  /** From the end of the changes, in milliseconds. */
  durationMs: number;
}

/** `functions/send/handler.ts, functions/limits.ts and 3 more` */
export function changedText(changed: readonly string[]): string {
  const [first, second, ...more] = changed;
  if (!first) return "";
  if (!second) return first;
  return more.length === 0 ? `${first}, ${second}` : `${first}, ${second} and ${more.length} more`;
}
