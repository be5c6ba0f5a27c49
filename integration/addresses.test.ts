/** Promise: a test reaches what LocalStack serves by the addresses that LocalStack itself returns. */
import { CreateFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig } from "localstack-harness";
import { expect, test } from "./app.ts";
import { ThrowawayQueue } from "./localstack/throwaway-queue.ts";
import { ThrowawayFunction } from "./throwaway-function.ts";

test("the page and the API", async ({ outputs, siteUrl, http, endpoint }) => {
  expect((await fetch(siteUrl)).status).toBe(200);
  expect((await http.fetch(siteUrl)).status).toBe(200);
  const { ApiUrl = "" } = outputs;
  const unknown = `/petcuddleotron/${crypto.randomUUID()}`;
  expect((await fetch(ApiUrl + unknown)).status).toBe(404);
  // as an app has it from RestApi.url
  const [, id, stage] = /\/_aws\/execute-api\/([^/]+)\/([^/]+)/.exec(ApiUrl) ?? [];
  const restApiUrl = `https://${id}.execute-api.localhost:${new URL(endpoint).port}/${stage}`;
  expect((await http.fetch(restApiUrl + unknown)).status).toBe(404);
});

test("a queue by the URL that CreateQueue returned", async ({ endpoint }) => {
  await using queue = await ThrowawayQueue.create(endpoint);
  const sqs = new SQSClient(clientConfig(endpoint));
  await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "Brush Rex" }));
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 10 }),
  );
  sqs.destroy();
  expect(Messages?.map(({ Body }) => Body)).toEqual(["Brush Rex"]);
});

test("a function by its URL", async ({ endpoint, http, harness, skip }) => {
  skip(harness.plugin?.executor === "docker", "in a container LocalStack gives function URLs its inner port");
  skip(harness.emulator !== undefined, "another emulator gives function URLs AWS's own address");
  await using target = await ThrowawayFunction.create(endpoint, {
    "index.mjs": "export const handler = async () => ({ statusCode: 202 });",
  });
  const lambda = new LambdaClient(clientConfig(endpoint));
  const { FunctionUrl = "" } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: target.name, AuthType: "NONE" }),
  );
  lambda.destroy();
  expect((await fetch(FunctionUrl)).status).toBe(202);
  expect((await http.fetch(FunctionUrl)).status).toBe(202);
});
