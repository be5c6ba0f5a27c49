import { HarnessError } from "../core/errors.ts";
import type { LogLine } from "./log-line.ts";

/** Logs contain what they must not contain. */
export const logLeakError = (leaks: readonly string[]): HarnessError =>
  new HarnessError(
    "LOG_LEAK",
    `the logs contain personal data or credentials:\n${leaks.map((leak) => `  ${leak}`).join("\n")}`,
  );

/** What looks like personal data or a credential. */
const PATTERNS: Record<string, RegExp> = {
  "an e-mail address": /[\w.+-]+@[\w-]+(\.[\w-]+)+/,
  // long-term and temporary keys of AWS and of LocalStack
  "an access key": /\b[AL][KS]IA[A-Z0-9]{16}\b/,
  "a secret": /\b(aws_?)?(secret_?access_?key|session_?token)\b/i,
};

/** Shorter texts are in logs by chance. */
const SHORTEST = 6;

/**
 * The lines that contain one of the texts, or something that looks like personal data or a credential: for each of them
 * where it is and what it contains, but not the text itself.
 */
export function leaksIn(lines: readonly LogLine[], texts: Iterable<string>): string[] {
  const wanted = [...new Set(texts)].filter((text) => text.length >= SHORTEST);
  return lines.flatMap(({ group, time, message }) => {
    const found = [
      ...Object.entries(PATTERNS).flatMap(([name, pattern]) => (pattern.test(message) ? [name] : [])),
      // within JSON a text has its quotes and line breaks escaped
      ...wanted.flatMap((text) =>
        message.includes(text) || message.includes(JSON.stringify(text).slice(1, -1))
          ? [`a user's input (${text.length} characters)`]
          : [],
      ),
    ];
    return found.map((what) => `${group}, ${time.toISOString()}: ${what}`);
  });
}
