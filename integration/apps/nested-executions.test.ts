/** Promise: a state machine waits for its children, standard and Express, and gets their output or their error. */
import { SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from "@aws-sdk/client-sfn";
import { clientConfig, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";

const APP = "node integration/apps/cdk/nested-executions.app.ts";

test("children give their output and their errors", { timeout: 180_000 }, async ({
  endpoint,
  executions,
}) => {
  const stack = `nested-${crypto.randomUUID().slice(0, 8)}`;
  const { outputs } = await deploy({ endpoint, app: APP, context: { stack } });
  const client = new SFNClient(clientConfig(endpoint));
  const run = async (number: number) => {
    const input = JSON.stringify({ number });
    const { executionArn = "" } = await client.send(
      new StartExecutionCommand({ stateMachineArn: outputs.ParentArn, input }),
    );
    const { status, output } = await executions.get(executionArn).waitForEnd({ within: 60_000 });
    return { status, output };
  };

  expect(await run(2)).toMatchObject({
    status: "SUCCEEDED",
    output: { standard: { number: 4 }, express: { status: "SUCCEEDED", output: { doubled: 8 } } },
  });
  const failed = await run(-1);
  expect(failed).toMatchObject({ status: "SUCCEEDED", output: { error: { Error: "States.TaskFailed" } } });
  expect(JSON.stringify(failed.output)).toContain("TooSmall");

  const sync = new StartSyncExecutionCommand({ stateMachineArn: outputs.ExpressArn, input: '{"number":-1}' });
  expect(await client.send(sync)).toMatchObject({ status: "FAILED", error: "TooSmall", cause: "below 0" });
  client.destroy();
});
