/** The harness's example stack, deployed next to the app, by the globalSetup of the harness's README. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig, connect, type Harness } from "localstack-harness";
import { connectAws } from "localstack-harness/aws";
import { test as base, expect } from "localstack-harness/vitest";
import { inject, type ProvidedContext, vi } from "vitest";
import type { TestProject } from "vitest/node";
import { setup } from "../../harness/testing/fixtures/global-setup.ts";

interface SecondStack {
  provided: Provided;
  connection: Harness;
}

/** The function of the second stack, called by the AWS SDK. */
export interface Greeter {
  name: string;
  /** Its answer, or the error that Lambda reports for it. */
  greet(name: string): Promise<unknown>;
}

/** The values of a globalSetup that are read here. */
type Provided = Pick<ProvidedContext, "endpoint" | "outputs" | "aws">;

const ON_AWS = inject("aws") !== undefined;

/** The harness's `test`, for the second stack. */
export const test = base.extend<{
  $file: SecondStack;
  $test: { outputs: Provided["outputs"]; greeter: Greeter; elsewhere: undefined };
}>({
  provided: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => {
      if (ON_AWS) return use({ endpoint: "", outputs: { StateMachineArn: "" } });
      const provided: Partial<Provided> = {};
      // on the LocalStack that the app's suites use
      vi.stubEnv("TARGET", "running");
      vi.stubEnv("PORT", new URL(inject("endpoint")).port);
      const teardown = await setup(standInFor(provided));
      await use(provided as Provided);
      await teardown();
      vi.unstubAllEnvs();
    },
    { scope: "file" },
  ],
  connection: [
    async ({ provided: { endpoint, outputs } }, use) => {
      const aws = inject("aws");
      await using harness = aws
        ? connectAws({ aws, mails: "" })
        : await connect({ endpoint, stateMachineArns: [outputs.StateMachineArn ?? ""] });
      await use(harness);
    },
    { scope: "file" },
  ],
  elsewhere: [
    ({ skip }, use) => {
      skip(ON_AWS, "the harness proves itself on LocalStack");
      return use(undefined);
    },
    { auto: true },
  ],
  outputs: ({ provided }, use) => use(provided.outputs),
  greeter: async ({ provided: { endpoint, outputs } }, use) => {
    const name = outputs.GreeterName ?? "";
    const client = new LambdaClient({ ...clientConfig(endpoint), maxAttempts: 1 });
    const greet = async (whom: string) => {
      const request = { FunctionName: name, Payload: JSON.stringify({ name: whom }) };
      const { Payload } = await client.send(new InvokeCommand(request));
      return JSON.parse(Payload?.transformToString() ?? "null");
    };
    await use({ name, greet });
    client.destroy();
  },
});

/** The run has a globalSetup already: values that the second one provides stay in this file. */
function standInFor(provided: Partial<Provided>): TestProject {
  const provide = (key: keyof Provided, value: never) => {
    provided[key] = value;
  };
  // if LocalStack ends, the supervision of the run reports it
  const state = { catchError: () => {} };
  const project = { provide, vitest: { state, cancelCurrentRun: async () => {} } };
  return project as unknown as TestProject;
}

export { expect };
