import { connect, type DeployedStack, deploy, type Harness } from "localstack-harness";
import { test as base, expect } from "localstack-harness/vitest";
import { inject } from "vitest";

/** The harness's `test` for the stack of observers.app.ts, which is deployed once for its suite. */
export const test = base.extend<{
  $file: { deployed: DeployedStack[]; connection: Harness };
  $test: { onLocalStack: undefined };
}>({
  deployed: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => {
      if (inject("aws")) return use([]);
      const stack = `observers-${crypto.randomUUID().slice(0, 8)}`;
      const app = "node integration/apps/cdk/observers.app.ts";
      const { stacks } = await deploy({ endpoint: inject("endpoint"), app, context: { stack } });
      await use(stacks);
    },
    { scope: "file" },
  ],
  connection: [
    async ({ deployed: stacks }, use) => {
      await using harness = await connect({ endpoint: inject("endpoint"), stacks });
      await use(harness);
    },
    { scope: "file" },
  ],
  onLocalStack: [
    ({ skip }, use) => {
      skip(inject("aws") !== undefined, "it deploys another stack, to LocalStack");
      return use(undefined);
    },
    { auto: true },
  ],
});

export { expect };
