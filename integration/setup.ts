import { setup as harnessSetup } from "localstack-harness/vitest/setup";
import type { TestProject } from "vitest/node";
import { checkAfterSuites } from "./after-suites.ts";
import { useAwsStack } from "./aws-stack.ts";

/** The stack under test. */
export const STACK = "PetCuddleOTron";

/**
 * Deploys the app once for all suites, as `npm run deploy` does. With `TARGET=aws` the suites run against a stack that is
 * deployed on AWS already.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const onProgress = (step: string) => console.log(`${project.name}: ${step}`);
  if (process.env.TARGET === "aws") return useAwsStack(project, STACK, onProgress);
  return harnessSetup(project, {
    onProgress,
    afterSuites: async ({ localstack: { endpoint, kind, emulator } }) => {
      // the harness's suites use a part of the app only
      if (project.name !== "e2e") return;
      if (emulator) return onProgress(`logs and permissions are not checked: ${emulator} records no calls`);
      await checkAfterSuites({ project, endpoint, stack: STACK, attached: kind === "running" });
    },
  });
}
