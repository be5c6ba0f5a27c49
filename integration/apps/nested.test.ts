/** Promise: nested stacks are created and updated, and fail the deployment by the name of the resource that failed. */
import { type Deployed, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";

test("a nested stack is part of the deployment", { timeout: 180_000 }, async ({ endpoint }) => {
  const name = `nested-${crypto.randomUUID().slice(0, 8)}`;
  const deployed = (greeting: string, { broken = false, unsupported = false } = {}): Promise<Deployed> =>
    deploy({
      endpoint,
      app: "node integration/apps/cdk/nested.app.ts",
      context: { name, greeting, broken: String(broken), unsupported: String(unsupported) },
    });

  await expect(deployed("Hello", { unsupported: true })).rejects.toMatchObject({
    code: "RESOURCES_UNSUPPORTED",
    message: expect.stringMatching(/AWS::Location::Map Inner.*\/Map \(stack nested-/),
  });

  expect((await deployed("Hello")).outputs).toMatchObject({ Greeting: "Hello Rex" });

  expect((await deployed("Good morning")).outputs).toMatchObject({ Greeting: "Good morning Rex" });

  await expect(deployed("Good evening", { broken: true })).rejects.toThrow(
    /Inner.*: the nested stack nested-.* failed: AWS::Lambda::EventSourceMapping Broken: .*Function does not exist/s,
  );
});
