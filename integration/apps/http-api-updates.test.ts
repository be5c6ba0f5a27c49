/** Promise: an HTTP API follows the updates and the removal of its stack. */
import { CloudFormationClient, DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { clientConfig, poll } from "localstack-harness";
import { DEPLOYING, deployHttpApi, expect, type Send, sendTo, test } from "./http-api.ts";

test("the API follows its stack", DEPLOYING, async ({ endpoint, onTestFinished }) => {
  const stack = `http-api-${crypto.randomUUID().slice(0, 8)}`;
  const { outputs } = await deployHttpApi("first", stack);
  const updated = (await deployHttpApi("second", stack)).outputs;
  expect(updated.ApiId).toBe(outputs.ApiId);
  const send: Send = (path, init) => sendTo(`${updated.Endpoint}${path}`, init);
  expect((await send("/guarded")).status).toBe(200);
  const answer = {
    method: "PUT",
    body: '{"from":"default"}',
    headers: { "content-type": "application/json" },
  };
  expect((await send("/elsewhere/a", answer)).body).toEqual({ from: "default" });
  const { headers } = await send("/pets/tom", { headers: { origin: "https://app.test" } });
  expect(headers.get("access-control-allow-origin")).toBe("https://hidden.test");
  const beta = await sendTo(`${updated.BetaUrl}/pets/tom`);
  expect(beta.body).not.toHaveProperty("stageVariables");

  const client = new CloudFormationClient(clientConfig(endpoint));
  onTestFinished(() => client.destroy());
  await client.send(new DeleteStackCommand({ StackName: stack }));
  await poll({ awaiting: "the end of the API", within: 30_000 }, async () => {
    const { status } = await send("/pets/tom");
    return status === 404 ? { done: undefined } : { seen: `status ${status}` };
  });
});
