import {
  type CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Command } from "commander";
import { createClients } from "../aws/clients.ts";
import { HarnessError } from "../core/errors.ts";
import { printable } from "../core/text/printable.ts";
import { stackPlaces } from "../deploy/deployed-stacks.ts";
import { type LogLine, ofInvocations } from "../logs/log-line.ts";
import { clockTime } from "./activity/activity-event.ts";
import { type ListOptions, listOrFollow } from "./activity/list-or-follow.ts";
import { type EndpointOptions, endpointOption, examples, portOption } from "./terminal/options.ts";
import { paint } from "./terminal/paint.ts";
import { act } from "./terminal/program.ts";
import { runningLocalStack } from "./terminal/running.ts";

interface LogsOptions extends EndpointOptions, ListOptions {
  group?: string;
}

export function define(command: Command): void {
  command
    .description("Shows what functions, state machines and APIs wrote to their log groups, the newest last.")
    .argument("[id]", "only the invocations that mention this text, such as the id of an execution")
    .option("-g, --group <text>", "only log groups with this text in their name, such as a function's name")
    .option("-f, --follow", "follow new lines until Ctrl-C")
    .option("-j, --json", "an array; with --follow one object per line")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", "all lines of all log groups"],
    ["--group Send --follow", "one function, as it runs"],
    ["0f8fad5b-d9cb-469f-a165-70867728950e", "all that mentions an id"],
  ]);
  act(command, logs);
}

async function logs(
  signal: AbortSignal,
  { group = "", follow, json, ...where }: LogsOptions,
  id?: string,
): Promise<void> {
  const { endpoint } = await runningLocalStack(where, signal);
  const clients = createClients(endpoint, await stackPlaces(endpoint, signal));
  const read = async () => {
    const lines = await linesOf(
      clients.all.map((each) => each.logs),
      group,
      signal,
    );
    return id === undefined ? lines : ofInvocations(lines, [id]);
  };
  try {
    await listOrFollow(
      signal,
      { follow, json },
      { find: read, id: (line) => line.id, line: logLine, empty: "no lines yet" },
    );
  } finally {
    clients.destroy();
  }
}

type IdentifiedLine = LogLine & { id: string };

async function linesOf(
  clients: readonly CloudWatchLogsClient[],
  text: string,
  signal: AbortSignal,
): Promise<IdentifiedLine[]> {
  const groups = (await Promise.all(clients.map((client) => groupsIn(client, signal)))).flat();
  const chosen = groups.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  if (chosen.length === 0 && text !== "") {
    const names = groups.map(({ name }) => name).join(", ") || "none exist";
    throw new HarnessError("LOG_GROUP_UNKNOWN", `no log group has ${text} in its name, only ${names}`);
  }
  const lines = await Promise.all(chosen.map((group) => linesIn(group, signal)));
  return lines.flat().sort((a, b) => a.time.getTime() - b.time.getTime());
}

interface Group {
  client: CloudWatchLogsClient;
  name: string;
}

async function groupsIn(client: CloudWatchLogsClient, abortSignal: AbortSignal): Promise<Group[]> {
  const groups: Group[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {}, { abortSignal }))
    for (const { logGroupName: name = "" } of logGroups) groups.push({ client, name });
  return groups;
}

async function linesIn({ client, name }: Group, abortSignal: AbortSignal): Promise<IdentifiedLine[]> {
  const lines: IdentifiedLine[] = [];
  const pages = paginateFilterLogEvents({ client }, { logGroupName: name }, { abortSignal });
  for await (const { events = [] } of pages) {
    for (const { timestamp = 0, logStreamName: stream = "", message = "", eventId = "" } of events) {
      const time = new Date(timestamp);
      lines.push({ id: `${name} ${eventId}`, time, group: name, stream, message: message.trimEnd() });
    }
  }
  return lines;
}

function logLine({ time, group, message }: LogLine): string {
  const name = group.split("/").at(-1) ?? group;
  return `${paint("dim", clockTime(time))}  ${paint("cyan", name)}  ${printable(message)}`;
}
