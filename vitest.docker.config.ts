import { defineConfig } from "vitest/config";

/** Suites that need Docker: `npm run test:docker`. They run one at a time, because each starts several LocalStacks. */
export default defineConfig({
  test: {
    name: "docker",
    include: ["integration/docker/*.suite.ts", "harness/testing/docker/*.suite.ts"],
    fileParallelism: false,
    reporters: ["default", ["json", { outputFile: "reports/docker.json" }]],
    testTimeout: 120_000,
    hookTimeout: 900_000,
  },
});
