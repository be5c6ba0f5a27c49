import {
  type ExecutionListItem,
  ExecutionStatus,
  paginateListExecutions,
  paginateListStateMachines,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { type Command, InvalidArgumentError } from "commander";
import { type Clients, createClients } from "../aws/clients.ts";
import { connect } from "../connect.ts";
import { oneLine, printable, printableJson } from "../core/text/printable.ts";
import { stackPlaces } from "../deploy/deployed-stacks.ts";
import { summary } from "../executions/record.ts";
import { clockTime } from "./activity/activity-event.ts";
import { type ListOptions, listOrFollow } from "./activity/list-or-follow.ts";
import { type EndpointOptions, endpointOption, examples, portOption } from "./terminal/options.ts";
import { paint } from "./terminal/paint.ts";
import { act } from "./terminal/program.ts";
import { runningLocalStack } from "./terminal/running.ts";

interface ExecutionsOptions extends EndpointOptions, ListOptions {
  status?: string;
}

export function define(command: Command): void {
  command
    .description("Shows the executions of the state machines, the newest last.")
    .argument("[id]", "show what this execution did: its name, or its ARN")
    .option("-s, --status <status>", "only those with this status, such as FAILED", parseStatus)
    .option("-f, --follow", "follow new ones and changes of status until Ctrl-C")
    .option("-j, --json", "an array; with --follow one object per line; with an id an object")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", "all: start, status, state machine, name"],
    ["--status FAILED", "those that failed"],
    ["0f8fad5b-d9cb-469f-a165-70867728950e", "one with its states"],
  ]);
  act(command, executions);
}

const STATUSES: readonly string[] = Object.values(ExecutionStatus);

/** The status of an execution, in any case. Throws an InvalidArgumentError for anything else. */
export function parseStatus(text: string): string {
  const status = text.toUpperCase();
  if (STATUSES.includes(status)) return status;
  throw new InvalidArgumentError(`a status is one of ${STATUSES.join(", ")}.`);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function executions(
  signal: AbortSignal,
  { status, follow, json, ...where }: ExecutionsOptions,
  id?: string,
): Promise<void> {
  const { endpoint } = await runningLocalStack(where, signal);
  const places = await stackPlaces(endpoint, signal);
  if (id !== undefined) {
    await using harness = await connect({ endpoint, stacks: places });
    const record = await harness.executions.get(id).describe();
    write(json ? printableJson(record, 2) : printable(`${record.arn}\n${summary(record)}`));
    return;
  }
  const clients = createClients(endpoint, places);
  try {
    await listOrFollow(
      signal,
      { follow, json },
      {
        find: async () =>
          (await listExecutions(clients, signal)).filter(
            (execution) => status === undefined || execution.status === status,
          ),
        id: ({ executionArn = "" }) => executionArn,
        status: (execution) => execution.status,
        line: executionLine,
        empty: "no executions yet",
      },
    );
  } finally {
    clients.destroy();
  }
}

async function listExecutions(clients: Clients, signal: AbortSignal): Promise<ExecutionListItem[]> {
  const found = await Promise.all(clients.all.map(({ sfn }) => executionsIn(sfn, signal)));
  return found.flat().sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0));
}

async function executionsIn(client: SFNClient, abortSignal: AbortSignal): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}, { abortSignal })) {
    for (const { stateMachineArn, type } of stateMachines) {
      // AWS keeps no list of Express executions
      if (type === "EXPRESS") continue;
      for await (const page of paginateListExecutions({ client }, { stateMachineArn }, { abortSignal }))
        found.push(...(page.executions ?? []));
    }
  }
  return found;
}

const STYLES: Record<string, "green" | "red" | "yellow"> = {
  SUCCEEDED: "green",
  FAILED: "red",
  TIMED_OUT: "red",
  ABORTED: "yellow",
};

function executionLine({
  startDate,
  status = "RUNNING",
  stateMachineArn = "",
  name = "",
}: ExecutionListItem): string {
  return [
    paint("dim", startDate ? clockTime(startDate) : "--:--:--"),
    paint(STYLES[status] ?? "reset", status.padEnd(9)),
    stateMachineArn.split(":").at(-1) ?? "",
    oneLine(name),
  ].join("  ");
}
