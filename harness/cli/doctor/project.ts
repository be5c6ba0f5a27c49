import { createRequire } from "node:module";
import { join } from "node:path";
import { loadProject } from "../../config/load.ts";
import { HarnessError } from "../../core/errors.ts";
import { adder, packageManagerOf } from "../init/facts.ts";
import { type Check, ok, problem, warning } from "./finding.ts";

/** Whether this is a CDK project, with settings that can be read. */
export const projectCheck = (root: string): Check => ({
  title: "project",
  async examine() {
    try {
      const { configFile } = await loadProject(root);
      return ok(`${root}${configFile ? "" : ", without harness.config.ts"}`);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      return problem(error.message, "change to the folder of a CDK app, or correct the file");
    }
  },
});

/** Packages of the user's project that the harness works with, and what needs each. */
const PEERS: readonly { name: string; need: "always" | "for tests" }[] = [
  { name: "aws-cdk", need: "always" },
  { name: "aws-cdk-lib", need: "always" },
  { name: "constructs", need: "always" },
  { name: "vitest", need: "for tests" },
];

export const peersCheck = (root: string): Check => ({
  title: "peers",
  async examine() {
    const resolve = createRequire(join(root, "package.json"));
    const versions = PEERS.map(({ name, need }) => ({ name, need, version: versionOf(resolve, name) }));
    const missing = versions.filter(({ version }) => version === undefined);
    const remedy = `${adder(packageManagerOf(root))} ${missing.map(({ name }) => name).join(" ")}`;
    const names = missing.map(({ name }) => name).join(", ");
    if (missing.some(({ need }) => need === "always")) return problem(`not installed: ${names}`, remedy);
    if (missing.length > 0) return warning(`not installed: ${names}, which tests need`, remedy);
    return ok(versions.map(({ name, version }) => `${name} ${version}`).join(", "));
  },
});

function versionOf(require: NodeJS.Require, name: string): string | undefined {
  try {
    return (require(`${name}/package.json`) as { version: string }).version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
