/** Control characters but line feed and tab, marks that change the direction of text, and Unicode's own line breaks. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Text that others wrote (a mail's subject, a log line, an error's message) as a terminal may show it. Characters that
 * could move the cursor, change colours, make links, set the clipboard or reorder the line are shown as `\x1b` or
 * `\u202e`.
 */
export const printable = (text: string): string => text.replace(/\r\n/g, "\n").replace(UNPRINTABLE, escaped);

/** The same on one line. */
export const oneLine = (text: string): string => printable(text.trim().replace(/\s+/g, " "));

/**
 * JSON that a terminal may show: the characters that {@link printable} escapes are escaped as JSON does, so that programs
 * read the same data. `JSON.stringify` leaves most of them.
 */
export const printableJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code > 0xff
    ? `\\u${code.toString(16).padStart(4, "0")}`
    : `\\x${code.toString(16).padStart(2, "0")}`;
}
