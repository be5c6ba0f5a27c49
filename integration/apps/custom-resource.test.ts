/** Promise: custom resources are created, updated, replaced and deleted by their function, and fail with its reason. */
import { CloudFormationClient, DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";

const APP = "node integration/apps/cdk/custom-resource.app.ts";

test("a custom resource lives through its function", { timeout: 120_000 }, async ({ endpoint, logs }) => {
  const stack = `walk-${crypto.randomUUID().slice(0, 8)}`;
  const deployed = (name: string, minutes: number): Promise<Deployed> =>
    deploy({ endpoint, app: APP, context: { stack, name, minutes: String(minutes) } });

  const { outputs } = await deployed("Rex", 5);
  expect(outputs).toMatchObject({ Ref: "Rex", Dotted: "Rex walks", Minutes: "5", Old: "none" });

  expect((await deployed("Rex", 9)).outputs).toMatchObject({ Ref: "Rex", Minutes: "9", Old: "5" });

  const replaced = await deployed("Tom", 9);
  expect(replaced.outputs).toMatchObject({ Ref: "Tom", Dotted: "Tom walks" });
  const log = logs.in(outputs.Log ?? "");
  await expect(log).toHaveLogged(/Delete\s+Rex .*"name":"Rex"/);

  await expect(deployed("Tom", 0)).rejects.toThrow(/Walk: .*no minute left/s);

  const client = new CloudFormationClient(clientConfig(endpoint));
  await client.send(new DeleteStackCommand({ StackName: stack }));
  await expect(log).toHaveLogged(/Delete\s+Tom /);
  client.destroy();
});
