import { callLine } from "../../control/calls.ts";
import { failureText } from "../../executions/failure.ts";
import { mailLine } from "../../mail/captured-mail.ts";
import type { Findings } from "./findings.ts";

export type Kind = "http" | "state" | "call" | "log" | "mail" | "item";

/** One row of the timeline. */
export interface TimelineEntry {
  time: Date;
  kind: Kind;
  text: string;
}

/** Everything that is known, of all parts, in the order of time. */
export function timeline(findings: Findings): TimelineEntry[] {
  return [
    ...findings.exchanges.map((exchange) => ({
      time: exchange.time,
      kind: "http" as const,
      text: `${exchange.method} ${exchange.url} answered ${exchange.status || exchange.error} in ${Math.round(exchange.durationMs)} ms`,
    })),
    ...findings.executions.flatMap(states),
    ...findings.calls.map((call) => ({
      time: call.time,
      kind: "call" as const,
      text: withoutTime(callLine(call)),
    })),
    ...findings.logs.map(({ time, group, message }) => ({
      time,
      kind: "log" as const,
      text: `${group}: ${message}`,
    })),
    ...findings.mails.map((mail) => ({
      time: mail.time,
      kind: "mail" as const,
      text: withoutTime(mailLine(mail)),
    })),
    ...findings.observed.flatMap(({ title, entries }) =>
      entries.flatMap(({ time, text }) =>
        time ? [{ time, kind: "item" as const, text: `${title}: ${text}` }] : [],
      ),
    ),
  ].sort((a, b) => a.time.getTime() - b.time.getTime());
}

function states(execution: Findings["executions"][number]): TimelineEntry[] {
  const { name, startedAt, endedAt, status, failure } = execution;
  const of = (time: Date, text: string): TimelineEntry => ({ time, kind: "state", text: `${name} ${text}` });
  return [
    of(startedAt, "started"),
    ...execution.states.flatMap((visit) => [
      of(visit.enteredAt, `entered ${visit.name}`),
      ...(visit.exitedAt
        ? [
            of(
              visit.exitedAt,
              `left ${visit.name}${visit.retries ? ` after ${visit.retries} retries` : ""}${visit.caught ? `, caught ${failureText(visit.caught)}` : ""}`,
            ),
          ]
        : []),
    ]),
    ...(endedAt ? [of(endedAt, `ended: ${status}${failure ? ` with ${failureText(failure)}` : ""}`)] : []),
  ];
}

const withoutTime = (line: string): string => line.slice(line.indexOf(" ") + 1);
