import { isText } from "./text.ts";

/** What decides by itself whether a value fits, such as vitest's `expect.any(String)`. */
interface Decider {
  asymmetricMatch(value: unknown): boolean;
}

/**
 * Whether a value has all that is wanted: an object the given fields, an array these elements in this order, a text the
 * pattern in it. Anything else must be equal.
 */
export function hasData(value: unknown, wanted: unknown): boolean {
  if (wanted instanceof RegExp) return typeof value === "string" && isText(value, wanted);
  if (typeof wanted !== "object" || wanted === null) return Object.is(value, wanted);
  if (typeof (wanted as Decider).asymmetricMatch === "function")
    return (wanted as Decider).asymmetricMatch(value);
  if (Array.isArray(wanted))
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((each, at) => hasData(value[at], each))
    );
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(wanted).every(([name, each]) =>
    hasData((value as typeof wanted)[name as never], each),
  );
}
