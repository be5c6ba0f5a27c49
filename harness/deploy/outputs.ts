import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import { clientConfig } from "../aws/client-config.ts";

/** No stack of that name is deployed at the endpoint. */
export class StackNotFoundError extends Error {
  override readonly name = "StackNotFoundError";

  constructor(endpoint: string, stackName: string) {
    super(`no stack ${stackName} at ${endpoint}: deploy it first`);
  }
}

/**
 * The outputs of a deployed stack, by their keys.
 * @throws StackNotFoundError
 */
export async function stackOutputs(endpoint: string, stackName: string): Promise<Record<string, string>> {
  const client = new CloudFormationClient(clientConfig(endpoint));
  try {
    const stack = await describeStack(client, stackName);
    if (!stack) throw new StackNotFoundError(endpoint, stackName);
    return outputsOf(stack);
  } finally {
    client.destroy();
  }
}

/** What CloudFormation says of a stack; `undefined` where there is none, or none any more. */
export async function describeStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const stack = Stacks?.[0];
    return stack?.StackStatus === "DELETE_COMPLETE" ? undefined : stack;
  } catch (error) {
    // a stack that is not there has no error code of its own, on AWS neither
    if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
}

/** The outputs in the form that everybody uses. */
export function outputsOf(stack: Stack): Record<string, string> {
  return Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
  );
}
