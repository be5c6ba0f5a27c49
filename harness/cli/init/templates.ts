export const configFile = (): string => `import { defineConfig } from "localstack-harness";

/** Everything is optional: without a setting, the app, its stacks and its context are those of cdk.json. */
export default defineConfig({
  // Addresses that SES lets send mail, as verified identities do on AWS.
  // senders: ["hello@example.com"],
  // A web page to publish after each deployment: the output with the bucket's name, and a folder.
  // site: { bucket: "SiteBucketName", files: "dist" },
});
`;

export const vitestConfig = (kind: string): string => `import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["integration/**/*.${kind}.?(c|m)[jt]s"],
    // starts LocalStack, deploys the app, and stops LocalStack after the last test
    globalSetup: ["localstack-harness/vitest/setup"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // tests wait for LocalStack rather than for processors
    isolate: false,
  },
});
`;

export const exampleTest = (): string => `import { expect, test } from "localstack-harness/vitest";

test("the app is deployed", async ({ outputs, endpoint }) => {
  const health = await fetch(\`\${endpoint}/_localstack/health\`);
  expect(health.status).toBe(200);
  // the outputs of your stacks, by name: addresses in them work as they are
  expect(outputs).toBeTypeOf("object");
});

// More fixtures: inbox, executions, clock, faults, calls, logs, http. For example:
//
// test("an order is confirmed by mail", async ({ inbox, executions, clock }) => {
//   await clock.compress(inbox.address());
//   const order = await executions.start({ email: inbox.address() });
//   await expect(order).toSucceed();
//   await expect(inbox).toReceiveExactly(1, { subject: /confirmed/i });
// });
`;
