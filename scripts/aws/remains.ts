import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListIdentitiesCommand, SESClient } from "@aws-sdk/client-ses";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { type AwsAccount, accountConfig } from "localstack-harness/aws";

/** What the account holds apart from what the CDK made for itself, by kind and name. For small accounts: one page each. */
export async function remains(account: AwsAccount): Promise<string[]> {
  const config = accountConfig(account);
  const [stacks, buckets, functions, machines, apis, groups, roles, identities] = await Promise.all([
    new CloudFormationClient(config).send(new ListStacksCommand({})),
    new S3Client(config).send(new ListBucketsCommand({})),
    new LambdaClient(config).send(new ListFunctionsCommand({})),
    new SFNClient(config).send(new ListStateMachinesCommand({})),
    new APIGatewayClient(config).send(new GetRestApisCommand({})),
    new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({})),
    new IAMClient(config).send(new ListRolesCommand({})),
    new SESClient(config).send(new ListIdentitiesCommand({})),
  ]);
  const standing = (stacks.StackSummaries ?? []).filter(
    ({ StackStatus }) => StackStatus !== "DELETE_COMPLETE",
  );
  return [
    ...named(
      "stack",
      standing.map(({ StackName }) => StackName),
    ),
    ...named(
      "bucket",
      buckets.Buckets?.map(({ Name }) => Name),
    ),
    ...named(
      "function",
      functions.Functions?.map(({ FunctionName }) => FunctionName),
    ),
    ...named(
      "state machine",
      machines.stateMachines?.map(({ name }) => name),
    ),
    ...named(
      "api",
      apis.items?.map(({ name }) => name),
    ),
    ...named(
      "log group",
      groups.logGroups?.map(({ logGroupName }) => logGroupName),
    ),
    ...named(
      "role",
      roles.Roles?.map(({ RoleName }) => RoleName),
    ),
    ...named("identity", identities.Identities),
  ];
}

const named = (kind: string, names: (string | undefined)[] = []): string[] =>
  names
    .filter((name) => name !== undefined && !/^(CDKToolkit|cdk-hnb659fds-)/.test(name))
    .map((name) => `${kind} ${name}`);
