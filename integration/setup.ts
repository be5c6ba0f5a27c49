import { execa } from "execa";
import type { TestProject } from "vitest/node";
import { stackOutputs } from "../harness/deploy/outputs.ts";
import { startLocalStack } from "../harness/localstack/start.ts";
import { superviseRun } from "../harness/vitest/supervise.ts";
import { checkAfterSuites } from "./after-suites.ts";
import { useAwsStack } from "./aws-stack.ts";

/** The stack under test. */
export const STACK = "PetCuddleOTron";

/**
 * Brings up the app once for all suites: on the LocalStack that runs at `PORT`, or on one of its own on a free port, so
 * that several runs and `npm start` live side by side. What is deployed is what stands in the checkout, by the command
 * that a person would type. With `TARGET=aws` the suites run against a stack that is deployed on AWS already.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (step: string) => console.log(`e2e: ${step}`);
  if (process.env.TARGET === "aws") return useAwsStack(project, STACK, say);
  const localstack = await startLocalStack({ port: Number(process.env.PORT ?? 0), onProgress: say });
  try {
    say(`${localstack.kind} LocalStack at ${localstack.endpoint}`);
    await execa("node", ["scripts/deploy.ts", "--endpoint", localstack.endpoint], { all: true });
    project.provide("endpoint", localstack.endpoint);
    project.provide("outputs", await stackOutputs(localstack.endpoint, STACK));
    say("deployed");
    const supervision = superviseRun(project, localstack);
    return async () => {
      supervision[Symbol.dispose]();
      const { endpoint, kind } = localstack;
      try {
        await checkAfterSuites({ project, endpoint, stack: STACK, attached: kind === "running" });
      } finally {
        await localstack.stop();
      }
    };
  } catch (error) {
    await localstack.stop();
    throw error;
  }
}
