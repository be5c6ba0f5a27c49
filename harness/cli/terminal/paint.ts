import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in a style where the stream is a terminal that shows one (and `NO_COLOR` is not set); plain text elsewhere. */
export const paint = (style: Style, text: string, stream: NodeJS.WritableStream = process.stdout): string =>
  styleText(style, text, { stream });
