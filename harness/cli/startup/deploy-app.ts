import type { Deployment } from "../../config/config.ts";
import { ProjectDeployment, type ProjectDeploymentOptions } from "../../config/deploy-project.ts";
import type { Project } from "../../config/load.ts";
import type { Step } from "../../core/steps.ts";
import { rememberStacks } from "../../deploy/deployed-stacks.ts";
import type { InstanceOptions } from "../terminal/options.ts";
import { runSteps } from "../terminal/steps.ts";
import { warnOfDifferences } from "./addresses.ts";
import type { Startup } from "./startup.ts";

/**
 * Deploys the app of a project, shows each step, and says what differs from AWS. Later commands know its stacks.
 * @param before steps that come first
 */
export async function deployApp(
  project: Project,
  options: ProjectDeploymentOptions,
  before: readonly Step[] = [],
): Promise<Deployment> {
  const steps = new ProjectDeployment(project, options);
  await runSteps([...before, ...steps.steps]);
  const { deployment } = steps;
  await rememberStacks(project.root, deployment.endpoint, deployment.stacks);
  warnOfDifferences(deployment);
  return deployment;
}

/** Starts the LocalStack of a command, and does the same in it. */
export function startApp(
  project: Project,
  startup: Startup,
  { context, parameters, keep }: InstanceOptions,
): Promise<Deployment> {
  const { signal, step } = startup;
  const endpoint = () => startup.localStack.endpoint;
  return deployApp(project, { endpoint, context, parameters, signal, remember: keep }, [step]);
}
