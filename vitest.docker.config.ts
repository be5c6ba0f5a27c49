import { defineConfig } from "vitest/config";

/** What needs Docker, by `npm run test:docker`. One suite after another: each starts LocalStacks of its own. */
export default defineConfig({
  test: {
    name: "docker",
    include: ["integration/docker/*.suite.ts"],
    fileParallelism: false,
    reporters: ["default", ["json", { outputFile: "reports/docker.json" }]],
    testTimeout: 120_000,
    hookTimeout: 900_000,
  },
});
