/**
 * Builds a project's site, as its settings say, in a process that is replaced when the code of the build changes:
 * `node builder-process.ts <root> <folder>`, with messages. The folder is for files of a moment.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Deployment } from "../../config/config.ts";
import type { Project } from "../../config/load.ts";
import { recordBundles } from "../../deploy/recording/record-bundles.ts";
import { recordFiles } from "../../deploy/recording/record-files.ts";
import type { SiteBuild } from "./site-builder.ts";

const [, , root = "", folder = ""] = process.argv;
const files = recordFiles();
const bundles = recordBundles(createRequire(join(root, "package.json")), folder);
const [{ siteFiles }, { loadProject }, { resolveLocalhostNames }] = await Promise.all([
  import("../../config/deploy-project.ts"),
  import("../../config/load.ts"),
  import("../../core/loopback.ts"),
]);
resolveLocalhostNames();

let project: Project | undefined;

process.on("disconnect", () => process.exit());
process.on("message", (deployment: Deployment) => {
  void build(deployment).then((built) => process.send?.(built));
});

async function build(deployment: Deployment): Promise<SiteBuild> {
  let outcome: Pick<SiteBuild, "files" | "error">;
  try {
    project ??= await loadProject(root);
    const { config } = project;
    outcome = {
      files: config.site ? await siteFiles(root, config.site, deployment) : new Map(),
      error: undefined,
    };
  } catch (error) {
    outcome = { files: new Map(), error: error instanceof Error ? error.message : String(error) };
  }
  const { inputs, loaded } = files();
  const bundled = bundles().flatMap(({ outputs }) => outputs.flatMap((output) => output.inputs));
  return { ...outcome, inputs: [...new Set([...inputs, ...bundled])], loaded };
}
