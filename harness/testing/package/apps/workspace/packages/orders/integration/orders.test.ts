import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig } from "localstack-harness";
import { expect, test } from "localstack-harness/vitest";

const place = { account: "123456789012", region: "eu-west-1" };

test("an order reaches the queue of the other stack, in its account and region", async ({
  outputs,
  endpoint,
  logs,
}) => {
  const id = crypto.randomUUID();
  const lambda = new LambdaClient(clientConfig(endpoint, place));
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: outputs.HandlerName, Payload: JSON.stringify({ id }) }),
  );
  lambda.destroy();
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({
    region: "eu-west-1",
    messageId: expect.any(String),
  });
  await expect(logs.of(id)).toHaveLogged(`order ${id} is queued`);
});

test("the stack in a Stage works in another region", async ({ outputs, executions }) => {
  expect(outputs.TrailArn).toMatch(/^arn:aws:states:eu-central-1:123456789012:/);
  const execution = await executions.start({ order: 1 });
  await expect(execution).toSucceed({ order: 1 });
});

test("context of cdk.json is the app's", ({ outputs }) => {
  expect(outputs.StageName).toBe("trial");
});
