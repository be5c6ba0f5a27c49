import "../core/installation/require-node.ts";
import type { TestProject } from "vitest/node";
import type { Deployment } from "../config/config.ts";
import { withoutTrace } from "../core/errors.ts";
import type { LocalStack } from "../localstack/start.ts";

export { type Supervised, type SuperviseOptions, superviseRun } from "./supervise.ts";

/** What a set-up that adds to this one may do with a run. */
export interface SetupOptions {
  /** Called with a description of each step. Default: prints it. */
  onProgress?: (step: string) => void;
  /** Called after the last suite, while LocalStack still answers. */
  afterSuites?: (run: {
    project: TestProject;
    localstack: LocalStack;
    deployment: Deployment;
  }) => Promise<void>;
}

/**
 * A ready `globalSetup` for vitest: `globalSetup: ["localstack-harness/vitest/setup"]`. It starts LocalStack on a free
 * port, or attaches to the one at `PORT`, deploys the app of `cdk.json` as `harness.config.ts` says, and provides
 * `endpoint` and `outputs` for the fixtures. Without `PORT`, it uses the app of a `dev` that runs in the project, deploys
 * nothing, and in watch mode runs the suites that drive a function again when its code changes. It stops what it started,
 * also when the deployment fails.
 * @throws what `startLocalStack` and `deploy` throw
 */
export async function setup(project: TestProject, options: SetupOptions = {}): Promise<() => Promise<void>> {
  try {
    // it needs packages: one that is missing is reported by its name
    const { prepare } = await import("./prepare.ts");
    return await prepare(project, options);
  } catch (error) {
    throw withoutTrace(error);
  }
}
