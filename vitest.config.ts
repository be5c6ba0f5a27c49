import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{functions,stack,site,harness,scripts}/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "e2e",
          include: ["integration/**/*.test.ts"],
          globalSetup: ["integration/setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
