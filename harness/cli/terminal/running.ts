import { loadProject, type Project } from "../../config/load.ts";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import { requireLocalStack } from "../../localstack/require.ts";
import { type EndpointOptions, endpointOf } from "./options.ts";

/**
 * The project, and the endpoint of the running LocalStack that the options name.
 * @throws HarnessError `LOCALSTACK_NOT_RUNNING`; what `loadProject` throws; the signal's reason
 */
export async function runningLocalStack(
  where: EndpointOptions,
  signal: AbortSignal,
): Promise<{ project: Project; endpoint: string }> {
  const project = await loadProject(PROJECT_ROOT);
  const endpoint = endpointOf(where, project.config.port);
  await requireLocalStack(endpoint, signal);
  return { project, endpoint };
}
