import { callLine } from "../../control/calls.ts";
import type { Exchange } from "../../core/test-activity.ts";
import { printable } from "../../core/text/printable.ts";
import { show } from "../../core/text/text.ts";
import { failureText } from "../../executions/failure.ts";
import { stateLine } from "../../executions/record.ts";
import { mailLine } from "../../mail/captured-mail.ts";
import type { Findings } from "./findings.ts";

/** How many lines of a part a terminal shows; the HTML file has all of them. */
const SHOWN = 40;

/** The findings as plain text for a terminal. `file` is the path of the HTML. */
export function toText(findings: Findings, file: string): string {
  const { test, awaiting, missing } = findings;
  const parts = [
    `What happened in "${test.name}"`,
    part("ids", findings.ids),
    part("addresses", findings.addresses),
    part("was waiting for", awaiting),
    part("HTTP", findings.exchanges.flatMap(exchangeLines)),
    ...findings.executions.map((execution) =>
      part(
        `execution ${execution.name}: ${execution.status}${execution.failure ? ` with ${failureText(execution.failure)}` : ""}`,
        [
          `input  ${show(execution.input)}`,
          ...execution.states.map((visit) => stateLine(visit, execution.startedAt)),
          ...(execution.output === undefined ? [] : [`output ${show(execution.output)}`]),
        ],
      ),
    ),
    part("mails", findings.mails.map(mailLine)),
    ...findings.observed.map(({ title, entries }) =>
      part(
        title,
        entries.map(({ time, text }) => (time ? `${time.toISOString()} ${text}` : text)),
      ),
    ),
    part("AWS calls", findings.calls.map(callLine)),
    part(
      "logs",
      findings.logs.map(({ time, group, message }) => `${time.toISOString()} ${group}: ${message}`),
    ),
    part("in the console", findings.traces),
    part("could not be read", missing),
    `Everything: ${file}`,
  ];
  return printable(parts.filter((text) => text !== "").join("\n"));
}

function part(title: string, lines: string[]): string {
  if (lines.length === 0) return "";
  const left = lines.length - SHOWN;
  const shown = left > 0 ? [...lines.slice(0, SHOWN), `… and ${left} more`] : lines;
  return `${title}\n${shown.map((line) => `  ${line.replaceAll("\n", "\n  ")}`).join("\n")}`;
}

function exchangeLines(exchange: Exchange): string[] {
  const { method, url, status, error, durationMs, requestBody, body } = exchange;
  return [
    `${method} ${url} answered ${status || error} in ${Math.round(durationMs)} ms`,
    ...(requestBody ? [`  sent     ${requestBody}`] : []),
    ...(body ? [`  answered ${body}`] : []),
  ];
}
