import { Hono } from "hono";
import { deployedProject } from "../../../config/deploy-project.ts";
import type { RecordedCall } from "../../../control/call-record.ts";
import { hasCode } from "../../../core/errors.ts";
import type { DeployedStack } from "../../../deploy/deploy-stack.ts";
import { deployedStacks } from "../../../deploy/deployed-stacks.ts";
import { readAppGraph } from "../../data/app-graph.ts";
import type { Permissions } from "../../view-shapes.ts";
import type { Console } from "../console-context.ts";

/** The deployed app: its parts, its permissions. */
export function appRoutes(console: Console): Hono {
  const { endpoint } = console;
  const routes = new Hono();
  routes.get("/app", async ({ json }) => json(await readAppGraph(endpoint, await stacksOf(console))));
  routes.get("/permissions", async ({ json }) => json(await permissions(console)));
  return routes;
}

/** The project's stacks, else all there are. */
export async function stacksOf({ endpoint, project }: Console): Promise<readonly DeployedStack[]> {
  if (!project) return deployedStacks(endpoint);
  try {
    return (await deployedProject(project, endpoint)).stacks;
  } catch (error) {
    // nothing of this project is deployed: what another one deployed is still of interest
    if (hasCode(error, "STACK_UNKNOWN")) return deployedStacks(endpoint);
    throw error;
  }
}

const shownCall = ({ service, operation, time, trace, requestId }: RecordedCall) => ({
  name: `${service} ${operation}`,
  time,
  trace: trace ?? requestId,
});

const NOTHING_DEPLOYED =
  "Nothing is deployed yet: deploy the app, and its policies are compared with what its roles do.";

async function permissions(console: Console): Promise<Permissions> {
  const { endpoint, project } = console;
  const [{ checkPermissions }, { readRecording }, { sectionsOf }] = await Promise.all([
    import("../../../permissions/check.ts"),
    import("../../../permissions/recording.ts"),
    import("../../../permissions/table.ts"),
  ]);
  try {
    const { stacks, calls } = await readRecording(endpoint, { stacks: await stacksOf(console) });
    const { accepted = [] } = project?.config.permissions ?? {};
    const checked = await checkPermissions(calls, stacks, { accepted });
    const sections = sectionsOf(checked).map(({ title, rows }) => ({
      title,
      rows: rows.map(({ call, ...row }) => ({ ...row, call: call ? shownCall(call) : null })),
    }));
    return { sections, findings: checked.findings };
  } catch (error) {
    if (hasCode(error, "NO_STACK")) return { sections: [], findings: [], missing: NOTHING_DEPLOYED };
    const reasons = ["PEER_MISSING", "UNREADABLE_POLICY", "SEVERAL_ACCOUNTS"];
    const known = reasons.find((code) => hasCode(error, code));
    if (known === undefined) throw error;
    return { sections: [], findings: [], missing: (error as Error).message };
  }
}
