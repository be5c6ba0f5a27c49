/** Promise: the error that a state has caught is named, for each kind of state. */
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { clientConfig } from "localstack-harness";
import { expect, test } from "localstack-harness/vitest";

const asleep = { StartAt: "Sleep", States: { Sleep: { Type: "Fail", Error: "Asleep", Cause: "no cuddle" } } };
const caught = { Catch: [{ ErrorEquals: ["Asleep"], Next: "Record" }], End: true };
const record = { Record: { Type: "Pass", End: true } };

test.for([
  ["Map", { Type: "Map", ItemsPath: "$.items", ItemProcessor: asleep, ...caught }],
  ["Parallel", { Type: "Parallel", Branches: [asleep], ...caught }],
  [
    "Parallel within a Map",
    {
      Type: "Map",
      ItemsPath: "$.items",
      ItemProcessor: {
        StartAt: "Both",
        States: { Both: { Type: "Parallel", Branches: [asleep], End: true } },
      },
      ...caught,
    },
  ],
] as const)("of a %s", async ([kind, state], { executions, endpoint, harness, skip }) => {
  skip(harness.emulator !== undefined, "another emulator's history has other events of a Map and a Parallel");
  const sfn = new SFNClient(clientConfig(endpoint));
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: `${kind.replaceAll(" ", "")}-${crypto.randomUUID()}`,
      roleArn: "arn:aws:iam::000000000000:role/any",
      definition: JSON.stringify({ StartAt: "Each", States: { Each: state, ...record } }),
    }),
  );
  sfn.destroy();
  const execution = await executions.start({ items: [1] }, { stateMachineArn });
  await expect(execution).toSucceed({ Error: "Asleep", Cause: "no cuddle" });
  await expect(execution).toCatch("Each");
  await expect(execution).toCatch("Each", "Asleep");
  await expect(execution).not.toCatch("Each", "Awake");
});
