import { MAILS_PATH } from "../../harness/cli/activity/captured-mails.ts";
import { DEFAULT_PORT } from "../../harness/cli/terminal/arguments.ts";
import { paint } from "../../harness/cli/terminal/paint.ts";
import type { App } from "./petcuddleotron.ts";

/** `npm run inbox`, with the port where that is not the usual one. */
export function typed(command: string, endpoint: string): string {
  const { origin, port, hostname } = new URL(endpoint);
  if (hostname !== "localhost") return `npm run ${command} -- --endpoint ${origin}`;
  return Number(port) === DEFAULT_PORT ? `npm run ${command}` : `npm run ${command} -- --port ${port}`;
}

/** Where everything is, for a person to open. */
export function addressLines(
  { siteUrl, apiUrl }: App,
  endpoint: string,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  const rows = [
    ["Site", paint("cyan", siteUrl, stream)],
    ["API", paint("cyan", apiUrl, stream)],
    ["Inbox", `${paint("cyan", `${endpoint}${MAILS_PATH}`, stream)}  (${typed("inbox", endpoint)})`],
  ];
  return rows.map(([name = "", value]) => `  ${name.padEnd(7)}${value}`).join("\n");
}
