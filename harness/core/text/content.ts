import { hasData } from "./has-data.ts";
import { hasText, type Text } from "./text.ts";

/** A part of a text, a pattern in it, or, of a text that is JSON, some of its data. */
export type Content = Text | object;

/** Whether a text has the content. Data is looked for as `hasData` of `has-data.ts` does. */
export function hasContent(text: string, wanted: Content): boolean {
  if (typeof wanted === "string" || wanted instanceof RegExp) return hasText(text, wanted);
  const data = jsonOf(text);
  return data !== undefined && hasData(data, wanted);
}

/** The data that a text has as JSON; `undefined` where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
