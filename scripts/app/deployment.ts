import { loadProject, ProjectDeployment } from "localstack-harness";
import { runUnseen } from "localstack-harness/cli";
import { type App, appFrom, PROJECT_ROOT } from "./petcuddleotron.ts";

/** Deploys the app into a running LocalStack as `npm run deploy` does, and publishes the page. */
export async function deployApp(
  endpoint: string,
  signal: AbortSignal,
  context: Record<string, string> = {},
): Promise<App> {
  const project = await loadProject(PROJECT_ROOT);
  const deployment = new ProjectDeployment(project, { endpoint: () => endpoint, context, signal });
  await runUnseen(deployment.steps);
  return appFrom(deployment.deployment.outputs);
}
