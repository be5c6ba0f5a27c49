import { Slowest } from "localstack-harness/vitest/reporters";
import { defineConfig } from "vitest/config";

/** CI reads the counts from here; `REPORT` names the run where there are several. */
const outputFile = `reports/${process.env.REPORT ?? "vitest"}.json`;

const { TARGET = "embedded" } = process.env;
const CONTAINER = TARGET === "container";
/** Milliseconds. Most tests take one to three seconds, and many times that on a busy machine. */
const TIMEOUT = 120_000;
/** What a test waits for takes so long at most. */
const WITHIN = 45_000;

/** They prove what the plugin supplies to the embedded LocalStack for any app, and what starts it. */
const EMULATION = "integration/{apps,functions,localstack}/**/*.test.ts";

const PICTURES = "integration/console/pictures.test.ts";

/** What a target is for and lacks. */
const MINISTACK = "integration/ministack/*.test.ts";

/** Comes before the set-up of suites that prove what LocalStack and the plugin do. */
const LOCALSTACK_ONLY = "integration/localstack-only.ts";

/** It starts an embedded LocalStack. */
const EMBEDDED_ONLY = ["integration/console/restart.test.ts"];

/** Promises about time, which LocalStack does not keep without the patches that save it, and those about the console. */
const PATCHED_ONLY = ["integration/{harness/overload.test,console/*}.ts"];
const COMPAT = process.env.HARNESS_PATCHES === "compat";

/** For suites that share a LocalStack: they mostly wait for it, and leave no state in the process. */
const ON_ONE_LOCALSTACK = {
  maxWorkers: CONTAINER ? 2 : 4,
  isolate: false,
  testTimeout: TIMEOUT,
  hookTimeout: TIMEOUT,
  provide: { within: WITHIN },
  expect: { poll: { timeout: WITHIN } },
};

export default defineConfig({
  test: {
    reporters: process.env.CI
      ? ["default", new Slowest(), ["json", { outputFile }]]
      : ["default", new Slowest()],
    coverage: {
      include: ["{functions,site,stack,harness,scripts}/**/*.ts"],
      exclude: ["**/*.{test,fixture}.ts"],
      // a run that failed is the one whose gaps are looked for
      reportOnFailure: true,
    },
    // after the suites their logs and permissions are checked: integration/after-suites.ts
    teardownTimeout: 180_000,
    projects: [
      {
        test: {
          name: "unit",
          include: ["{functions,stack,site,harness,scripts,.ci}/**/*.test.ts"],
          // tests of the apps that the package is installed in
          exclude: ["**/node_modules/**", "harness/testing/package/apps/**"],
          // policies of a whole app take a second to evaluate, and many times that on a busy machine
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["integration/*.test.ts", ...(TARGET === "ministack" ? [MINISTACK] : [])],
          exclude: ["integration/offline.test.ts"],
          globalSetup: ["integration/setup.ts"],
          ...ON_ONE_LOCALSTACK,
        },
      },
      {
        test: {
          name: "harness",
          include: ["integration/{harness,console}/*.test.ts"],
          exclude: [
            PICTURES,
            ...(COMPAT ? PATCHED_ONLY : []),
            ...(CONTAINER || TARGET === "aws" ? EMBEDDED_ONLY : []),
          ],
          globalSetup: [LOCALSTACK_ONLY, "integration/setup.ts"],
          sequence: { groupOrder: 1 },
          ...ON_ONE_LOCALSTACK,
        },
      },
      {
        test: {
          name: "emulation",
          include: [EMULATION, "harness/testing/embedded/*.suite.ts"],
          globalSetup: [LOCALSTACK_ONLY, "localstack-harness/vitest/setup"],
          // last: its LocalStack goes on reading the streams and queues of its apps
          sequence: { groupOrder: 2 },
          ...ON_ONE_LOCALSTACK,
        },
      },
      {
        test: {
          name: "dev",
          // each suite starts its own LocalStack
          include: ["integration/dev/**/*.test.ts", PICTURES],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: WITHIN } },
        },
      },
      {
        test: {
          name: "offline",
          // starts a separate LocalStack in a separate network namespace
          include: ["integration/offline.test.ts"],
        },
      },
      {
        test: {
          name: "package",
          // installs the tarball into projects outside this repository
          include: ["harness/testing/package/*.suite.ts"],
          globalSetup: ["harness/testing/package/world.ts"],
          fileParallelism: false,
          // the first builds LocalStack's Python environment, with packages from the index
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
