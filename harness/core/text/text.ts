import { inspect } from "node:util";

/** A whole text, or a pattern in it. */
export type Text = string | RegExp;

// `search` and not `test`: a pattern with the g flag keeps its state between tests

/** Whether the text is the one that is wanted, or has the pattern in it. */
export const isText = (text: string, wanted: Text): boolean =>
  typeof wanted === "string" ? text === wanted : text.search(wanted) >= 0;

/** Whether the text contains the part, or has the pattern in it. */
export const hasText = (text: string, part: Text): boolean =>
  typeof part === "string" ? text.includes(part) : text.search(part) >= 0;

/** A value in a message: a pattern as it is written, data as JSON, and what JSON cannot express as Node.js shows it. */
export function show(value: unknown): string {
  if (value instanceof RegExp) return String(value);
  try {
    return JSON.stringify(value, inner) ?? inspect(value);
  } catch {
    // a BigInt, or an object that contains itself
    return inspect(value, { depth: 5, breakLength: Number.POSITIVE_INFINITY });
  }
}

/** JSON has neither patterns nor vitest's asymmetric matchers. */
function inner(_: string, value: unknown): unknown {
  if (value instanceof RegExp) return String(value);
  const { toAsymmetricMatcher } = (value ?? {}) as { toAsymmetricMatcher?: () => string };
  return typeof toAsymmetricMatcher === "function" ? toAsymmetricMatcher.call(value) : value;
}

/** ` with subject /cuddle/i and to "rex@example.com"`: the fields of a filter that are given, for a message. */
export function showFilter(filter: object): string {
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${show(value)}`);
  return parts.length ? ` with ${parts.join(" and ")}` : "";
}
