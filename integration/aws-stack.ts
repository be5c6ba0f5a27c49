import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
  type AwsAccount,
  accountConfig,
  checkAccount,
  describeStack,
  outputsOf,
  reachableApiUrl,
  settleEnvironment,
  sqsQueue,
  startMailRelay,
} from "localstack-harness/aws";
import type { TestProject } from "vitest/node";

/** The target `aws` lacks settings. */
export class WhichAccountError extends Error {
  override readonly name = "WhichAccountError";

  constructor(variable: string) {
    super(
      `${variable} is not set: TARGET=aws needs ACCOUNT=123456789012 REGION=eu-west-1, and ENDPOINT=http://… for an emulator`,
    );
  }
}

/** The stack is not there, or not as the suites need it. */
export class NotReadyForSuitesError extends Error {
  override readonly name = "NotReadyForSuitesError";

  constructor(what: string) {
    super(`${what}: deploy it with npm run deploy:aws -- … --mail-events`);
  }
}

/**
 * Lets the suites run against a stack that is deployed on AWS. They deploy nothing there, and remove nothing but the
 * events that they have read; what they asked for stays in the account as executions that have ended.
 */
export async function useAwsStack(
  project: TestProject,
  stackName: string,
  say: (step: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<() => Promise<void>> {
  const aws = accountFrom(env);
  settleEnvironment(aws);
  say(`account ${aws.account}, ${await checkAccount(aws)}`);
  const outputs = await outputsOfStack(aws, stackName);
  const queueUrl = outputs.MailEventsQueueUrl;
  if (!queueUrl)
    throw new NotReadyForSuitesError(
      `the stack ${stackName} does not report the events of mails: deploy it with --mail-events`,
    );
  const queue = sqsQueue(accountConfig(aws), queueUrl);
  const relay = await startMailRelay(queue);
  project.provide("aws", aws);
  project.provide("mails", relay.endpoint);
  project.provide("endpoint", aws.endpoint ?? "");
  project.provide("outputs", {
    ...outputs,
    ...(outputs.ApiUrl && { ApiUrl: reachableApiUrl(outputs.ApiUrl, aws) }),
  });
  return async () => {
    await relay[Symbol.asyncDispose]();
    queue[Symbol.dispose]();
  };
}

function accountFrom(env: NodeJS.ProcessEnv): AwsAccount {
  const { ACCOUNT: account, REGION: region, ENDPOINT: endpoint } = env;
  if (!account) throw new WhichAccountError("ACCOUNT");
  if (!region) throw new WhichAccountError("REGION");
  return { account, region, ...(endpoint && { endpoint }) };
}

async function outputsOfStack(aws: AwsAccount, stackName: string): Promise<Record<string, string>> {
  const client = new CloudFormationClient(accountConfig(aws));
  try {
    const stack = await describeStack(client, stackName);
    if (!stack)
      throw new NotReadyForSuitesError(`there is no stack ${stackName} in ${aws.account}, ${aws.region}`);
    return outputsOf(stack);
  } finally {
    client.destroy();
  }
}
