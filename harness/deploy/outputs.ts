import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import { type AccountRegion, clientConfig } from "../aws/client-config.ts";
import { HarnessError } from "../core/errors.ts";

/**
 * The outputs of a deployed stack, by their keys.
 * @param place the account and region of the stack. Default: 000000000000 in us-east-1
 * @throws HarnessError `STACK_NOT_FOUND`
 */
export async function stackOutputs(
  endpoint: string,
  stackName: string,
  place?: AccountRegion,
): Promise<Record<string, string>> {
  const client = new CloudFormationClient(clientConfig(endpoint, place));
  try {
    const stack = await describeStack(client, stackName);
    if (!stack) throw stackNotFound(endpoint, stackName);
    return outputsOf(stack);
  } finally {
    client.destroy();
  }
}

/** CloudFormation's description of a stack; `undefined` if it does not exist, or was deleted. */
export async function describeStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<Stack | undefined> {
  const found = await unlessMissing(client.send(new DescribeStacksCommand({ StackName: stackName })));
  const stack = found?.Stacks?.[0];
  return stack?.StackStatus === "DELETE_COMPLETE" ? undefined : stack;
}

/** The response to a request for a stack; undefined if the stack does not exist. */
export async function unlessMissing<Response>(response: Promise<Response>): Promise<Response | undefined> {
  try {
    return await response;
  } catch (error) {
    // no error code says that a stack does not exist, here and on AWS
    if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
}

export const stackNotFound = (endpoint: string, stackName: string): HarnessError =>
  new HarnessError("STACK_NOT_FOUND", `no stack ${stackName} at ${endpoint}: deploy it first`);

/** The outputs by their keys. */
export function outputsOf(stack: Stack): Record<string, string> {
  return Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
  );
}
