import { GetFunctionConfigurationCommand, paginateListEventSourceMappings } from "@aws-sdk/client-lambda";
import { GetScheduleCommand } from "@aws-sdk/client-scheduler";
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import type { PolicyClients } from "./policy-clients.ts";
import type { PolicyOwner } from "./resource-policies.ts";

/** What Lambda does under a function's role depends on these settings. */
export interface FunctionFacts {
  arn: string;
  name: string;
  /** ARN */
  role: string;
  logGroup: string;
  /** Whether X-Ray traces it. */
  traced: boolean;
  /** ARNs of the queues and streams that Lambda reads for it. Default: none. */
  sources?: string[];
}

/** What Step Functions does under a state machine's role depends on these settings. */
export interface MachineFacts {
  arn: string;
  /** ARN */
  role: string;
  /** Whether it writes a log. */
  logged: boolean;
  traced: boolean;
}

/** What decides how Scheduler takes the role of a schedule. */
export interface ScheduleFacts {
  /** ARN of its group, for which Scheduler takes the role. */
  group: string;
  /** ARN */
  role: string;
}

export async function readSchedule(
  { scheduler }: PolicyClients,
  { physicalId: Name, properties, account, region }: PolicyOwner,
): Promise<ScheduleFacts> {
  const { GroupName } = properties;
  const command = new GetScheduleCommand({ Name, ...(typeof GroupName === "string" && { GroupName }) });
  const { Target, GroupName: group = "default" } = await scheduler.send(command);
  return {
    group: `arn:aws:scheduler:${region}:${account}:schedule-group/${group}`,
    role: Target?.RoleArn ?? "",
  };
}

export async function readFunction(
  { lambda }: PolicyClients,
  { physicalId: name }: PolicyOwner,
): Promise<FunctionFacts> {
  const {
    FunctionArn = "",
    Role = "",
    LoggingConfig,
    TracingConfig,
  } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  const sources: string[] = [];
  for await (const page of paginateListEventSourceMappings({ client: lambda }, { FunctionName: name }))
    sources.push(...(page.EventSourceMappings ?? []).flatMap(({ EventSourceArn }) => EventSourceArn ?? []));
  return {
    arn: FunctionArn,
    name,
    role: Role,
    logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    traced: TracingConfig?.Mode === "Active",
    ...(sources.length > 0 && { sources }),
  };
}

export async function readMachine(
  { sfn }: PolicyClients,
  { physicalId: arn, properties }: PolicyOwner,
): Promise<MachineFacts> {
  const { roleArn = "", loggingConfiguration } = await sfn.send(
    new DescribeStateMachineCommand({ stateMachineArn: arn }),
  );
  return {
    arn,
    role: roleArn,
    logged: (loggingConfiguration?.level ?? "OFF") !== "OFF",
    // missing in LocalStack's response
    traced:
      String((properties.TracingConfiguration as { Enabled?: unknown } | undefined)?.Enabled) === "true",
  };
}
