import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Command } from "commander";
import { clientConfig } from "../aws/client-config.ts";
import { loadProject } from "../config/load.ts";
import { HarnessError } from "../core/errors.ts";
import { printable, printableJson } from "../core/text/printable.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { requireLocalStack } from "../localstack/require.ts";
import { type LogLine, ofInvocations } from "../logs/log-line.ts";
import { clockTime } from "./activity/activity-event.ts";
import { followUntilAborted } from "./activity/follow.ts";
import {
  type EndpointOptions,
  endpointOf,
  endpointOption,
  examples,
  portOption,
} from "./terminal/options.ts";
import { paint } from "./terminal/paint.ts";
import { act } from "./terminal/program.ts";

interface LogsOptions extends EndpointOptions {
  group?: string;
  follow?: true;
  json?: true;
}

export function define(command: Command): void {
  command
    .description("Shows what functions, state machines and APIs wrote to their log groups, the newest last.")
    .argument("[id]", "only the invocations that mention this text, such as the id of an execution")
    .option("-g, --group <text>", "only log groups with this text in their name, such as a function's name")
    .option("-f, --follow", "go on with new lines, until Ctrl-C")
    .option("-j, --json", "an array; with --follow an object a line")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", "all lines of all log groups"],
    ["--group Send --follow", "one function, as it runs"],
    ["0f8fad5b-d9cb-469f-a165-70867728950e", "all that mentions an id"],
  ]);
  act(command, logs);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function logs(
  signal: AbortSignal,
  { group = "", follow, json, ...where }: LogsOptions,
  id?: string,
): Promise<void> {
  const endpoint = endpointOf(where, (await loadProject(PROJECT_ROOT)).config.port);
  await requireLocalStack(endpoint, signal);
  const client = new CloudWatchLogsClient(clientConfig(endpoint));
  const read = async () => {
    const lines = await linesOf(client, group, signal);
    return id === undefined ? lines : ofInvocations(lines, [id]);
  };
  try {
    const lines = await read();
    if (!follow) {
      if (json) write(printableJson(lines, 2));
      else if (lines.length === 0) write("no lines yet");
      else for (const line of lines) write(logLine(line));
      return;
    }
    const shown = new Set<string>();
    await followUntilAborted(signal, async () => {
      for (const line of await read()) {
        if (shown.has(line.id)) continue;
        shown.add(line.id);
        write(json ? printableJson(line) : logLine(line));
      }
    });
  } finally {
    client.destroy();
  }
}

async function linesOf(
  client: CloudWatchLogsClient,
  text: string,
  abortSignal: AbortSignal,
): Promise<(LogLine & { id: string })[]> {
  const names: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {}, { abortSignal }))
    for (const { logGroupName = "" } of logGroups) names.push(logGroupName);
  const chosen = names.filter((name) => name.toLowerCase().includes(text.toLowerCase()));
  if (chosen.length === 0 && text !== "")
    throw new HarnessError(
      "LOG_GROUP_UNKNOWN",
      `no log group has ${text} in its name, only ${names.join(", ") || "none exist"}`,
    );
  const lines: (LogLine & { id: string })[] = [];
  for (const group of chosen) {
    for await (const { events = [] } of paginateFilterLogEvents(
      { client },
      { logGroupName: group },
      { abortSignal },
    )) {
      for (const { timestamp = 0, logStreamName: stream = "", message = "", eventId: id = "" } of events)
        lines.push({
          id: `${group} ${id}`,
          time: new Date(timestamp),
          group,
          stream,
          message: message.trimEnd(),
        });
    }
  }
  return lines.sort((a, b) => a.time.getTime() - b.time.getTime());
}

function logLine({ time, group, message }: LogLine): string {
  const name = group.split("/").at(-1) ?? group;
  return `${paint("dim", clockTime(time))}  ${paint("cyan", name)}  ${printable(message)}`;
}
