import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
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
  return {
    arn: FunctionArn,
    name,
    role: Role,
    logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    traced: TracingConfig?.Mode === "Active",
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
