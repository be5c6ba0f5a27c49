import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in a style where the stream is a terminal that shows one (and `NO_COLOR` is not set); plain text elsewhere. */
export const paint = (style: Style, text: string, stream: NodeJS.WritableStream = process.stdout): string =>
  styleText(style, text, { stream });

/**
 * Text that others wrote (a mail's subject, an error's message) as it may be printed: without the control
 * characters by which it could move the cursor, change colours or forge lines of a terminal.
 */
export const printable = (text: string): string =>
  text
    .replace(/\r\n/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

/** The same on one line. */
export const oneLine = (text: string): string => printable(text.trim().replace(/\s+/g, " "));
