/**
 * Promise: the permissions check knows what services do to each other and which actions calls need: it reports no access of
 * an app that AWS would allow, and each one that a missing statement denies.
 */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig, connect, deploy } from "localstack-harness";
import { checkPermissions, readRecording } from "localstack-harness/permissions";
import { expect, test } from "localstack-harness/vitest";

const APP = "node integration/apps/cdk/permissions.app.ts";

test("what services do to each other is allowed by their policies, and by nothing else", {
  timeout: 180_000,
}, async ({ endpoint }) => {
  const stack = `permissions-${crypto.randomUUID().slice(0, 8)}`;
  const { outputs, stacks } = await deploy({ endpoint, app: APP, context: { stack } });
  await using harness = await connect({ endpoint, stacks });
  const client = new LambdaClient(clientConfig(endpoint));
  const Payload = JSON.stringify({ text: "a walk" });
  await client.send(new InvokeCommand({ FunctionName: outputs.AnnouncerName ?? "", Payload }));
  client.destroy();
  await harness.clock.fire("Nightly");
  await expect(harness.queue("Jobs")).toReceiveExactly(2, { consumed: true });
  await expect(harness.queue("Audit")).toReceiveExactly(2);

  const { calls, stacks: recorded } = await readRecording(endpoint, { stacks });
  const denied = async (policies: typeof recorded) =>
    (await checkPermissions(calls, policies)).findings
      .filter(({ kind }) => kind === "denied" || kind === "unknown")
      .map(({ text }) => text.replaceAll(stack, "Stack"));
  expect(await denied(recorded)).toEqual([]);

  const without = recorded.map((policies) => ({
    ...policies,
    resources: [],
    roles: policies.roles.map((role) => ({ ...role, policies: [] })),
  }));
  const found = (await denied(without)).join("\n");
  for (const access of [
    /sns\.amazonaws\.com may not sqs:SendMessage on .*Jobs/,
    /events\.amazonaws\.com may not sqs:SendMessage on .*Audit/,
    /SchedulerRole.* may not sqs:SendMessage on .*Jobs/,
    /AnnouncerServiceRole.* may not sns:Publish on arn:aws:sns:/,
    /WorkerServiceRole.* may not sqs:ReceiveMessage on .*Jobs/,
    /WorkerServiceRole.* may not dynamodb:PutItem on .*table\/Stack-Pets/,
    /WorkerServiceRole.* may not dynamodb:UpdateItem on .*table\/Stack-Pets/,
    /WorkerServiceRole.* may not dynamodb:BatchGetItem on .*table\/Stack-Pets/,
    /WorkerServiceRole.* may not events:PutEvents on .*event-bus\/permissions\w+Bus/,
  ])
    expect(found).toMatch(access);
});
