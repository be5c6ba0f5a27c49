/** Promise: a LocalStack that is started with `keep` continues with what the last one had, also after SIGKILL. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SESClient, SendEmailCommand, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import getPort from "get-port";
import { clientConfig, deploy, findProjectRoot, type LocalStack, startLocalStack } from "localstack-harness";
import { test as base, expect } from "vitest";
import { messagesOf } from "../apps/queue.ts";

const STATES = join(findProjectRoot(), ".localstack");
const NAME = "kept";
const LARGE = Buffer.alloc(1_000_000, "cuddle");
const ROLE = "arn:aws:iam::000000000000:role/any";

interface Index {
  release: string;
  services: Record<string, string>;
}

type Clients = ReturnType<typeof clientsOf>;

function clientsOf(endpoint: string) {
  const config = clientConfig(endpoint);
  return {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    dynamodb: new DynamoDBClient(config),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    events: new EventBridgeClient(config),
    kms: new KMSClient(config),
    secrets: new SecretsManagerClient(config),
    ssm: new SSMClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    ses: new SESClient(config),
    sfn: new SFNClient(config),
  };
}

async function fill(aws: Clients) {
  await aws.s3.send(new CreateBucketCommand({ Bucket: NAME }));
  await aws.s3.send(
    new PutBucketVersioningCommand({ Bucket: NAME, VersioningConfiguration: { Status: "Enabled" } }),
  );
  for (const Body of ["first", LARGE])
    await aws.s3.send(new PutObjectCommand({ Bucket: NAME, Key: "a ä/b", Body, Metadata: { pet: "Rex" } }));
  await aws.s3.send(new PutObjectCommand({ Bucket: NAME, Key: "gone", Body: "x" }));
  await aws.s3.send(new DeleteObjectCommand({ Bucket: NAME, Key: "gone" }));

  await aws.dynamodb.send(
    new CreateTableCommand({
      TableName: NAME,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  await aws.dynamodb.send(
    new PutItemCommand({ TableName: NAME, Item: { id: { S: "1" }, data: { B: Buffer.from([0, 255]) } } }),
  );

  const { QueueUrl = "" } = await aws.sqs.send(new CreateQueueCommand({ QueueName: NAME }));
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "stays" }));
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const queue = Attributes?.QueueArn ?? "";
  const { TopicArn = "" } = await aws.sns.send(new CreateTopicCommand({ Name: NAME }));
  await aws.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: queue,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  await aws.events.send(new PutRuleCommand({ Name: NAME, EventPattern: '{"source":["pets"]}' }));
  await aws.events.send(
    new PutTargetsCommand({ Rule: NAME, Targets: [{ Id: "1", Arn: queue, InputPath: "$.detail.pet" }] }),
  );

  const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
  const { CiphertextBlob } = await aws.kms.send(
    new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from("secret") }),
  );
  await aws.secrets.send(new CreateSecretCommand({ Name: NAME, SecretString: "s3cret" }));
  await aws.ssm.send(new PutParameterCommand({ Name: NAME, Value: "value", Type: "String" }));
  const { UserPool } = await aws.cognito.send(new CreateUserPoolCommand({ PoolName: NAME }));
  await aws.cognito.send(new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username: "ann" }));

  const Source = "me@example.com";
  await aws.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: Source }));
  await aws.ses.send(
    new SendEmailCommand({
      Source,
      Destination: { ToAddresses: ["you@example.com"] },
      Message: { Subject: { Data: "Kept" }, Body: { Text: { Data: "Hi" } } },
    }),
  );

  const execution = async (name: string, States: Record<string, unknown>) => {
    const [StartAt] = Object.keys(States);
    const definition = JSON.stringify({ StartAt, States });
    const { stateMachineArn } = await aws.sfn.send(
      new CreateStateMachineCommand({ name, definition, roleArn: ROLE }),
    );
    const { executionArn = "" } = await aws.sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: '{"pet":"Rex"}' }),
    );
    return executionArn;
  };
  const succeeded = await execution("succeeded", { Done: { Type: "Pass", End: true } });
  const waiting = await execution("waiting", {
    Wait: { Type: "Wait", Seconds: 8, Next: "Done" },
    Done: { Type: "Pass", End: true },
  });
  const { activityArn } = await aws.sfn.send(new CreateActivityCommand({ name: NAME }));
  // no worker takes it
  const asking = await execution("asking", { Ask: { Type: "Task", Resource: activityArn, End: true } });
  return { QueueUrl, TopicArn, CiphertextBlob, UserPoolId: UserPool?.Id, succeeded, waiting, asking };
}

/** A port, and LocalStacks that keep their state for each other; the last one and its state are removed. */
const test = base.extend<{ start: () => Promise<LocalStack>; folder: string; port: number }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest's form
  port: async ({}, use) => use(await getPort()),
  folder: async ({ port }, use) => {
    const folder = join(STATES, `kept-${port}`);
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  start: async ({ port, folder: _ }, use) => {
    const started: LocalStack[] = [];
    await use(async () => {
      const localStack = await startLocalStack({ target: "embedded", port, keep: true });
      started.push(localStack);
      return localStack;
    });
    for (const localStack of started) await localStack.stop();
  },
});

/** Waits until what was done before is saved: all that changed is saved at the same moment. */
async function saved(endpoint: string, folder: string): Promise<void> {
  const mark = crypto.randomUUID();
  const { ssm } = clientsOf(endpoint);
  await ssm.send(new PutParameterCommand({ Name: mark, Value: mark, Type: "String" }));
  await expect
    .poll(
      async () => {
        const { services }: Index = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
        return services.ssm && (await readFile(join(folder, services.ssm))).includes(mark);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
}

test("everything is there again", { timeout: 240_000 }, async ({ start }) => {
  const first = await start();
  const made = await fill(clientsOf(first.endpoint));
  await first.stop();
  const { endpoint } = await start();
  const aws = clientsOf(endpoint);
  const got = await aws.s3.send(new GetObjectCommand({ Bucket: NAME, Key: "a ä/b" }));
  expect(got.Metadata).toEqual({ pet: "Rex" });
  expect(LARGE.equals(Buffer.from((await got.Body?.transformToByteArray()) ?? []))).toBe(true);
  const versions = await aws.s3.send(new ListObjectVersionsCommand({ Bucket: NAME }));
  expect(versions).toMatchObject({ Versions: { length: 3 }, DeleteMarkers: { length: 1 } });
  expect(
    (await aws.dynamodb.send(new GetItemCommand({ TableName: NAME, Key: { id: { S: "1" } } }))).Item,
  ).toEqual({ id: { S: "1" }, data: { B: new Uint8Array([0, 255]) } });
  await aws.sns.send(new PublishCommand({ TopicArn: made.TopicArn, Message: "published" }));
  await aws.events.send(
    new PutEventsCommand({ Entries: [{ Source: "pets", DetailType: "x", Detail: '{"pet":"Tom"}' }] }),
  );
  const bodies = new Set<string | undefined>();
  await expect
    .poll(
      async () => {
        const { Messages = [] } = await aws.sqs.send(
          new ReceiveMessageCommand({ QueueUrl: made.QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
        );
        for (const { Body } of Messages) bodies.add(Body);
        return [...bodies].sort();
      },
      { timeout: 20_000 },
    )
    .toEqual(['"Tom"', "published", "stays"]);
  const { Plaintext } = await aws.kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
  expect(Buffer.from(Plaintext ?? []).toString()).toBe("secret");
  expect((await aws.secrets.send(new GetSecretValueCommand({ SecretId: NAME }))).SecretString).toBe("s3cret");
  expect((await aws.ssm.send(new GetParameterCommand({ Name: NAME }))).Parameter?.Value).toBe("value");
  expect((await aws.cognito.send(new ListUsersCommand({ UserPoolId: made.UserPoolId }))).Users).toMatchObject(
    [{ Username: "ann" }],
  );
  const mails = await fetch(`${endpoint}/_aws/ses`);
  expect(await mails.json()).toMatchObject({ messages: [{ Subject: "Kept" }] });

  const statusOf = async (executionArn: string) =>
    (await aws.sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  expect(await statusOf(made.succeeded)).toBe("SUCCEEDED");
  expect(
    (await aws.sfn.send(new GetExecutionHistoryCommand({ executionArn: made.succeeded }))).events,
  ).toMatchObject({ length: 4 });
  expect(await statusOf(made.asking)).toBe("ABORTED");
  await aws.sfn.send(new RedriveExecutionCommand({ executionArn: made.asking }));
  expect(await statusOf(made.asking)).toBe("RUNNING");
  await expect.poll(() => statusOf(made.waiting), { timeout: 20_000 }).toBe("SUCCEEDED");
});

test("an app that LocalStack's death interrupts goes on, and needs no deployment", {
  timeout: 240_000,
}, async ({ start, folder, port }) => {
  const first = await start();
  const { endpoint } = first;
  const app = () =>
    deploy({
      endpoint,
      app: "node integration/apps/cdk/pipes.app.ts",
      context: { stack: NAME, greeting: "Hello" },
    });
  const { outputs } = await app();
  await saved(endpoint, folder);
  const { pid } = JSON.parse(await readFile(join(STATES, `state-${port}`, "instance.json"), "utf8"));
  process.kill(pid, "SIGKILL");
  await first.ended;
  await start();
  const sqs = new SQSClient(clientConfig(endpoint));
  const order = JSON.stringify({ kind: "order", name: "Rex" });
  await sqs.send(new SendMessageCommand({ QueueUrl: outputs.OrdersUrl, MessageBody: order }));
  sqs.destroy();
  expect(await messagesOf(endpoint, outputs.DoneUrl, 1)).toEqual([[{ greeting: "Hello Rex", total: 3 }]]);
  expect(await app()).toMatchObject({ changed: false });
});

test.for([
  [
    "another version",
    "another version of localstack-harness",
    (index: Index) => ({ ...index, release: "x" }),
  ],
  [
    "a missing file",
    "the state of ssm .* cannot be restored .FileNotFoundError",
    (index: Index) => ({ ...index, services: { ...index.services, ssm: "ssm-0" } }),
  ],
] as const)("a state of %s is refused, and stays", async ([, why, damage], { start, folder }) => {
  const first = await start();
  await clientsOf(first.endpoint).ssm.send(
    new PutParameterCommand({ Name: NAME, Value: "x", Type: "String" }),
  );
  await first.stop();
  const file = join(folder, "index.json");
  const damaged = JSON.stringify(damage(JSON.parse(await readFile(file, "utf8"))));
  await writeFile(file, damaged);
  await expect(start()).rejects.toThrow(new RegExp(`${why}.*: remove that folder`));
  expect(await readFile(file, "utf8")).toBe(damaged);
});
