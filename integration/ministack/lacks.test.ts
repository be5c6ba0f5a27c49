/** Promise: what docs/targets.md says that MiniStack lacks, it lacks, and the harness says so: a row may be out of date. */
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionUrlConfigCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { SESClient, SendEmailCommand, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { CreateStateMachineCommand, GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import { execa } from "execa";
import { strToU8, zipSync } from "fflate";
import { clientConfig, type Harness, poll, startLocalStack } from "localstack-harness";
import { expect, test } from "../app.ts";
import type { ReminderApi } from "../reminder-api.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

interface Run {
  harness: Harness;
  api: ReminderApi;
  outputs: Record<string, string>;
  config: ReturnType<typeof clientConfig>;
}

const REFUSAL = /is not available on MiniStack 1\.5\.33, only on LocalStack: .*TARGET=embedded/;
const NO_PLUGIN = { code: "NO_PLUGIN", message: expect.stringMatching(REFUSAL) };

const refuses =
  (...args: string[]) =>
  async ({ harness: { endpoint } }: Run) => {
    const { exitCode, all } = await execa("localstack-harness", [...args, "--endpoint", endpoint], {
      all: true,
      reject: false,
      preferLocal: true,
    });
    expect(all).toMatch(REFUSAL);
    expect(exitCode).toBe(1);
  };

/** Messages of the log group whose name has the pattern, once a reminder has been completed. */
async function messagesIn(pattern: RegExp, { api, harness, config }: Run): Promise<string[]> {
  const email = harness.inbox.address();
  await api.request({ waitSeconds: 0, message: "Brush Rex", email });
  await harness.inbox.receiveExactly(2, { to: email });
  const groups = (await harness.logs.groups()).filter((name) => pattern.test(name));
  expect(groups).toEqual([expect.any(String)]);
  const { events = [] } = await new CloudWatchLogsClient(config).send(
    new FilterLogEventsCommand({ logGroupName: groups[0] }),
  );
  return events.map(({ message = "" }) => message);
}

/** By the first column of the table. */
const PROOFS: Record<string, (run: Run) => Promise<void>> = {
  "the clock": async ({ harness }) =>
    expect(harness.clock.compress(harness.inbox.address())).rejects.toMatchObject(NO_PLUGIN),
  faults: async ({ harness: { faults } }) =>
    expect(
      faults.inject({ service: "ses", operation: "SendEmail", error: "Throttling", match: "Rex" }),
    ).rejects.toMatchObject(NO_PLUGIN),
  "`calls`": async ({ harness }) => expect(harness.calls.list()).rejects.toMatchObject(NO_PLUGIN),
  "the command `permissions`": refuses("permissions", "--all-calls"),
  "the command `console`": refuses("console", "--no-open"),
  "`queue`, `topic` and `bus`": async ({ harness }) => {
    for (const part of [harness.queue("any"), harness.topic("any"), harness.bus("default")])
      await expect(part.list()).rejects.toMatchObject(NO_PLUGIN);
  },
  "`--keep`": async () =>
    expect(startLocalStack({ target: "ministack", port: 0, keep: true })).rejects.toMatchObject({
      code: "STATE_NOT_KEPT",
    }),
  "logs of state machines": async (run) => expect(await messagesIn(/states/, run)).toEqual([]),
  "access logs of APIs": async (run) => expect(await messagesIn(/access/i, run)).toEqual([]),
  "the memory that a function used": async (run) => {
    const lines = await messagesIn(/lambda.*-Request$/, run);
    const reports = lines.filter((line) => line.startsWith("REPORT"));
    expect(reports).not.toEqual([]);
    for (const report of reports) expect(report).toContain("Max Memory Used: 0 MB");
  },
  "the exact form of paths": async ({ api }) => {
    const { id } = await api.request({ waitSeconds: 600 });
    expect((await fetch(`${api.url}/%70etcuddleotron/${id}`)).status).toBe(200);
    await api.cancel(id);
  },
  "invocations that survive new code": async ({ harness: { endpoint }, config }) => {
    const begun = join(tmpdir(), crypto.randomUUID());
    await using target = await ThrowawayFunction.create(endpoint, {
      "index.mjs": `import { writeFileSync } from "node:fs";
        export const handler = async () => {
          writeFileSync(${JSON.stringify(begun)}, "");
          await new Promise((resolve) => setTimeout(resolve, 20_000));
        };`,
    });
    const lambda = new LambdaClient(config);
    const invocation = lambda.send(new InvokeCommand({ FunctionName: target.name }));
    await poll({ awaiting: "the invocation", within: 60_000 }, async () =>
      existsSync(begun) ? { done: true } : { seen: "nothing" },
    );
    await rm(begun);
    const ZipFile = zipSync({ "index.mjs": strToU8("export const handler = () => {};") });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: target.name, ZipFile }));
    expect((await invocation).FunctionError).toBe("Unhandled");
  },
  "events of a `Map` or `Parallel` that fails": async ({ harness, config }) => {
    const sfn = new SFNClient(config);
    const fail = { StartAt: "Fail", States: { Fail: { Type: "Fail", Error: "Asleep" } } };
    const states = { Both: { Type: "Parallel", Branches: [fail], End: true } };
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: crypto.randomUUID(),
        roleArn: "arn:aws:iam::000000000000:role/any",
        definition: JSON.stringify({ StartAt: "Both", States: states }),
      }),
    );
    const execution = await harness.executions.start({}, { stateMachineArn });
    await expect(execution).toFailWith("Asleep");
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: execution.id }));
    expect(events.map(({ type }) => type)).not.toContain("ParallelStateFailed");
  },
  "addresses of this machine for function URLs": async ({ harness: { endpoint }, config }) => {
    await using target = await ThrowawayFunction.create(endpoint, {
      "index.mjs": "export const handler = async () => ({ statusCode: 202 });",
    });
    const { FunctionUrl = "" } = await new LambdaClient(config).send(
      new CreateFunctionUrlConfigCommand({ FunctionName: target.name, AuthType: "NONE" }),
    );
    const id = /^https:\/\/(\w+)\.lambda-url\.us-east-1\.on\.aws\/$/.exec(FunctionUrl)?.[1];
    expect((await fetch(`${endpoint}/_aws/lambda-url/${id}/`)).status).toBe(202);
  },
  "addresses of this machine for `RestApi.url`": async ({ config }) => {
    const client = new CloudFormationClient(config);
    const StackName = `suffix-${crypto.randomUUID()}`;
    const TemplateBody = JSON.stringify({
      Resources: { Topic: { Type: "AWS::SNS::Topic" } },
      Outputs: { Suffix: { Value: { Ref: "AWS::URLSuffix" } } },
    });
    await client.send(new CreateStackCommand({ StackName, TemplateBody }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60 }, { StackName });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    expect(Stacks?.[0]?.Outputs?.[0]?.OutputValue).toBe("amazonaws.com");
    await client.send(new DeleteStackCommand({ StackName }));
  },
  "headers, attachments and reply-to addresses of mails": async ({ harness, outputs, config }) => {
    const ses = new SESClient(config);
    const to = harness.inbox.address();
    const Source = outputs.Sender ?? "";
    const ReplyToAddresses = ["other@inbox.example"];
    const Message = { Subject: { Data: "Plain" }, Body: { Text: { Data: "Rex" } } };
    await ses.send(
      new SendEmailCommand({ Source, Destination: { ToAddresses: [to] }, ReplyToAddresses, Message }),
    );
    const raw = `From: ${Source}\r\nTo: ${to}\r\nSubject: Raw\r\nX-Pet: Rex\r\n\r\nRex`;
    await ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }));
    const mails = await harness.inbox.receiveExactly(2, { to });
    expect(mails.map(({ subject }) => subject).sort()).toEqual(["Plain", "Raw"]);
    for (const mail of mails) expect(mail).toMatchObject({ replyTo: [], headers: [], attachments: [] });
  },
  "the check of signatures": async ({ harness: { endpoint } }) =>
    expect((await fetch(`${endpoint}/?Action=ListIdentities&Version=2010-12-01`)).status).toBe(200),
};

const page = readFileSync("docs/targets.md", "utf8");
const table = /\| MiniStack lacks \|.*\n\|[-| ]+\n((?:\|.*\n)+)/.exec(page)?.[1] ?? "";
const rows = table.split("\n").flatMap((row) => /^\| (.+?) \|/.exec(row)?.[1] ?? []);

test("every row has its proof", () => {
  expect(rows).toEqual(Object.keys(PROOFS));
});

test.for(rows)("it lacks %s", async (row, { harness, api, outputs, endpoint }) => {
  await PROOFS[row]?.({ harness, api, outputs, config: clientConfig(endpoint) });
});
