import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../../config/load.ts";

/** The CDK app of a project, as a command for the shell. The CDK's command line runs a file with Node.js, too. */
export async function appCommand({ root, config }: Project): Promise<string> {
  const cdk = JSON.parse(await readFile(join(root, "cdk.json"), "utf8").catch(() => "{}")) as {
    app?: string;
  };
  const app = config.app ?? cdk.app ?? "";
  return /^\S+\.[cm]?js$/.test(app) ? `node ${app}` : app;
}
