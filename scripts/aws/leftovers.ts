import {
  APIGatewayClient,
  GetAccountCommand,
  GetRestApisCommand,
  UpdateAccountCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import { type AwsAccount, accountConfig } from "localstack-harness/aws";

/**
 * API Gateway writes the logs of all APIs of an account and Region under one role, which CloudFormation therefore
 * leaves behind. Removes it when no API is left to need it.
 * @returns what was done, as a sentence; `undefined` where there was nothing to do
 */
export async function removeLoggingRole(
  target: AwsAccount,
  role: string | undefined,
): Promise<string | undefined> {
  if (role === undefined) return undefined;
  const apiGateway = new APIGatewayClient(accountConfig(target));
  const iam = new IAMClient(accountConfig(target));
  try {
    const { cloudwatchRoleArn = "" } = await apiGateway.send(new GetAccountCommand({}));
    const inUse = cloudwatchRoleArn.endsWith(`/${role}`);
    const { items = [] } = await apiGateway.send(new GetRestApisCommand({ limit: 1 }));
    if (inUse && items.length > 0)
      return `the role ${role} stays: API Gateway writes the logs of other APIs of this account under it`;
    if (inUse) {
      const patchOperations = [{ op: "replace" as const, path: "/cloudwatchRoleArn", value: "" }];
      await apiGateway.send(new UpdateAccountCommand({ patchOperations }));
    }
    return (await deleteRole(iam, role)) ? `the role ${role} is removed` : undefined;
  } finally {
    apiGateway.destroy();
    iam.destroy();
  }
}

async function deleteRole(iam: IAMClient, RoleName: string): Promise<boolean> {
  try {
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of AttachedPolicies) {
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    await iam.send(new DeleteRoleCommand({ RoleName }));
    return true;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false;
    throw error;
  }
}

/** Removes log groups that a late log line has brought back after the stack's removal. Answers how many there were. */
export async function removeLogGroups(target: AwsAccount, names: readonly string[]): Promise<number> {
  const logs = new CloudWatchLogsClient(accountConfig(target));
  let removed = 0;
  try {
    for (const logGroupName of names) {
      try {
        await logs.send(new DeleteLogGroupCommand({ logGroupName }));
        removed += 1;
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    }
    return removed;
  } finally {
    logs.destroy();
  }
}
