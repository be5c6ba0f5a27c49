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

/** Attaches VS Code to `dev --inspect`, again after each change of the code. */
export const vscodeLaunch = (): string => `{
  "version": "0.2.0",
  "configurations": [
    {
      "name": "Attach to localstack-harness dev --inspect",
      "type": "node",
      "request": "attach",
      "address": "127.0.0.1",
      "port": 9229,
      "restart": true,
      "timeout": 60000,
      "localRoot": "\${workspaceFolder}",
      "remoteRoot": "/var/task",
      "skipFiles": ["<node_internals>/**", "/var/runtime/**"]
    }
  ]
}
`;

/** The same for WebStorm and other editors of JetBrains. */
export const jetBrainsRun = (): string => `<component name="ProjectRunConfigurationManager">
  <configuration default="false" name="Attach to localstack-harness dev --inspect" type="ChromiumRemoteDebugType" factoryName="Chromium Remote" host="127.0.0.1" port="9229" restartOnDisconnect="true">
    <method v="2" />
  </configuration>
</component>
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
