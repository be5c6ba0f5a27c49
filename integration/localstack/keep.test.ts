/** Promise: a LocalStack that is started with `keep` continues with what the last one had, also after SIGKILL. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DecryptCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
} from "@aws-sdk/client-sfn";
import { PublishCommand } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import getPort from "get-port";
import {
  connect,
  deploy,
  findProjectRoot,
  instanceProcesses,
  type LocalStack,
  startLocalStack,
} from "localstack-harness";
import { test as base, expect } from "vitest";
import { messagesOf } from "../apps/queue.ts";
import { clientsOf, fill, LARGE, NAME } from "./kept-state.ts";

interface Index {
  release: string;
  services: Record<string, string>;
}

/** A port, and LocalStacks that keep their state for each other; the last one and its state are removed. */
const test = base.extend<{ start: () => Promise<LocalStack>; folder: string; port: number }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
  port: async ({}, use) => use(await getPort()),
  folder: async ({ port }, use) => {
    const folder = join(findProjectRoot(), ".localstack", `kept-${port}`);
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
  const [pid] = await instanceProcesses(port);
  process.kill(Number(pid), "SIGKILL");
  await first.ended;
  await start();
  const order = JSON.stringify({ kind: "order", name: "Rex" });
  const { sqs } = clientsOf(endpoint);
  await sqs.send(new SendMessageCommand({ QueueUrl: outputs.OrdersUrl, MessageBody: order }));
  expect(await messagesOf(endpoint, outputs.DoneUrl, 1)).toEqual([[{ greeting: "Hello Rex", total: 3 }]]);
  expect(await app()).toMatchObject({ changed: false });
});

test("a distribution and its API are served again", { timeout: 240_000 }, async ({ start, folder, port }) => {
  const first = await start();
  const { endpoint } = first;
  const app = "node integration/apps/cdk/web/distribution.app.ts";
  const { outputs } = await deploy({ endpoint, app, context: { stack: NAME } });
  await saved(endpoint, folder);
  const [pid] = await instanceProcesses(port);
  process.kill(Number(pid), "SIGKILL");
  await first.ended;
  await start();
  // makes names under .localhost resolve
  await using _ = await connect({ endpoint });
  const page = await fetch(`${outputs.WebUrl}/`);
  expect(await page.text()).toBe("<h1>Rex</h1>");
  const called = await fetch(`${outputs.WebUrl}/api/pets?name=Tom`, { method: "POST", body: "walk" });
  expect(await called.json()).toMatchObject({ rawPath: "/api/pets", rawQueryString: "name=Tom" });
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
