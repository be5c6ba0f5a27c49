import type { TestProject } from "vitest/node";
import { deployedProject, ProjectDeployment } from "../config/deploy-project.ts";
import { loadProject, type Project } from "../config/load.ts";
import { HarnessError } from "../core/errors.ts";
import { findProjectRoot } from "../core/files/project-root.ts";
import { assertPeers } from "../core/installation/peers.ts";
import { ignoredChangesText } from "../deploy/ignored-changes.ts";
import { type RunningDev, runningDev } from "../dev/attach.ts";
import { startLocalStack } from "../localstack/start.ts";
import { rerunChanged } from "./rerun.ts";
import type { SetupOptions } from "./setup.ts";
import { superviseRun } from "./supervise.ts";

/** Starts or attaches, deploys, and provides what the fixtures use. */
export async function prepare(
  project: TestProject,
  { onProgress = print, afterSuites }: SetupOptions,
): Promise<() => Promise<void>> {
  const harnessProject = await loadProject(findProjectRoot(project.config.root));
  const dev = process.env.PORT ? undefined : await runningDev(harnessProject.root);
  if (dev)
    return attachToDev(project, harnessProject, dev, { onProgress, ...(afterSuites && { afterSuites }) });
  // before LocalStack starts
  assertPeers(harnessProject.root);
  const interruption = new AbortController();
  const localstack = await startLocalStack({
    port: portOf(process.env),
    env: harnessProject.config.env ?? {},
    onProgress,
  });
  try {
    onProgress(`${localstack.emulator ?? `${localstack.kind} LocalStack`} at ${localstack.endpoint}`);
    const options = { endpoint: () => localstack.endpoint, signal: interruption.signal };
    const projectDeployment = new ProjectDeployment(harnessProject, options);
    for (const { title, run } of projectDeployment.steps) {
      const outcome = await run(() => {});
      onProgress(outcome ? `${title}: ${outcome}` : title);
    }
    const { deployment } = projectDeployment;
    const ignored = ignoredChangesText(deployment.stacks);
    if (ignored) onProgress(ignored);
    project.provide("endpoint", localstack.endpoint);
    project.provide("outputs", deployment.outputs);
    project.provide("stacks", deployment.stacks);
    const supervision = superviseRun(project, localstack);
    return async () => {
      supervision[Symbol.dispose]();
      try {
        await afterSuites?.({ project, localstack, deployment });
      } finally {
        await localstack.stop();
      }
    };
  } catch (error) {
    await localstack.stop({ keepLog: true });
    if (localstack.log) onProgress(`LocalStack's log is ${localstack.log}`);
    throw error;
  }
}

/** 0 is a free one. */
export function portOf({ PORT = "0" }: NodeJS.ProcessEnv): number {
  if (/^\d{0,5}$/.test(PORT) && Number(PORT) <= 65_535) return Number(PORT);
  throw new HarnessError("PORT_INVALID", `PORT=${PORT} is no port: set a whole number from 1 to 65535`);
}

/** Uses the app as `dev` keeps it: nothing is deployed. */
async function attachToDev(
  project: TestProject,
  harnessProject: Project,
  dev: RunningDev,
  { onProgress, afterSuites }: Required<Pick<SetupOptions, "onProgress">> & SetupOptions,
): Promise<() => Promise<void>> {
  const port = Number(new URL(dev.endpoint).port);
  const localstack = await startLocalStack({ target: "running", port, onProgress });
  onProgress(`attached to dev at ${dev.endpoint}: the app is used as it is there`);
  const deployment = await deployedProject(harnessProject, dev.endpoint);
  project.provide("endpoint", dev.endpoint);
  project.provide("outputs", deployment.outputs);
  project.provide("stacks", deployment.stacks);
  const supervision = superviseRun(project, localstack);
  const rerunning = project.vitest.config.watch ? rerunChanged(project, dev) : undefined;
  return async () => {
    rerunning?.[Symbol.dispose]();
    supervision[Symbol.dispose]();
    await afterSuites?.({ project, localstack, deployment });
  };
}

const print = (step: string): void => console.log(`localstack-harness: ${step}`);
