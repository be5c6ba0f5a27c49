import type { Deployment, HarnessConfig } from "../../config/config.ts";
import { outputOf } from "../../config/named-outputs.ts";
import { ignoredChangesText, withoutEffectText } from "../../deploy/ignored-changes.ts";
import { MAILS_PATH } from "../../mail/captured-messages.ts";
import { invocationAt } from "../terminal/invocation.ts";
import { paint } from "../terminal/paint.ts";

/** The addresses to open, one per line, so that a terminal makes them links. */
export function addressLines(
  { outputs, endpoint }: Pick<Deployment, "outputs" | "endpoint">,
  { addresses }: Pick<HarnessConfig, "addresses">,
  { console, stream = process.stdout }: { console?: string | undefined; stream?: NodeJS.WritableStream } = {},
): string {
  const named = addresses
    ? Object.entries(addresses).map(
        ([label, name]) => [label, outputOf({ outputs }, name, `addresses.${label}`)] as const,
      )
    : Object.entries(outputs).filter(([, value]) => /^https?:\/\/\S+$/.test(value));
  const rows = [
    ...named,
    ["Inbox", `${endpoint}${MAILS_PATH}`] as const,
    ...(console === undefined ? [] : [["Console", console] as const]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  return rows
    .map(([label, address]) => {
      const hint = label === "Inbox" ? `  (${invocationAt("inbox", endpoint)})` : "";
      return `  ${label.padEnd(width)}${paint("cyan", address, stream)}${hint}`;
    })
    .join("\n");
}

/** Says on stderr which resources LocalStack only records, and which changes of a deployment it did not make. */
export function warnOfDifferences({
  stacks,
  withoutEffect,
}: Pick<Deployment, "stacks" | "withoutEffect">): void {
  const print = (kind: string, text: string | undefined) => {
    if (text) process.stderr.write(`\n${paint("yellow", kind, process.stderr)} ${text}\n`);
  };
  print("note:", withoutEffectText(withoutEffect));
  print("warning:", ignoredChangesText(stacks));
}
