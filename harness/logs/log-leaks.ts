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
  const wanted = [...new Set(texts)].filter((text) => text.length >= SHORTEST).map(searched);
  return lines.flatMap(({ group, time, message }) => {
    const line = logged(message);
    const found = [
      ...Object.entries(PATTERNS).flatMap(([name, pattern]) => (pattern.test(message) ? [name] : [])),
      ...wanted
        .filter((input) => contains(line, input))
        .map((input) => `a user's input (${input.text.length} characters)${fieldsWith(input, message)}`),
    ];
    return found.map((what) => `${group}, ${time.toISOString()}: ${what}`);
  });
}

interface Searchable {
  text: string;
  /** Without the escapes of JSON, in which a text may be more than once: JSON within JSON. */
  bare: string;
}

const logged = (text: string): Searchable => ({ text, bare: bare(text) });
const searched = (text: string): Searchable => ({ text, bare: bare(JSON.stringify(text).slice(1, -1)) });

const bare = (json: string): string =>
  json
    .replaceAll(/\\+u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("\\", "");

const contains = (line: Searchable, input: Searchable): boolean =>
  line.text.includes(input.text) || line.bare.includes(input.bare);

/** ` in cause, error`: the fields that contain a text, where a message is JSON. */
function fieldsWith(input: Searchable, message: string): string {
  const fields = new Set<string>();
  try {
    JSON.parse(message, (field, value: unknown) => {
      if (typeof value === "string" && contains(logged(value), input)) fields.add(field);
      return value;
    });
  } catch {
    return "";
  }
  return fields.size > 0 ? ` in ${[...fields].join(", ")}` : "";
}
