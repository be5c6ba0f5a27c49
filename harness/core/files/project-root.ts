import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** What marks the root of a project, the strongest first: several packages of a monorepo may lie above a CDK app. */
const MARKS = ["cdk.json", "package.json"];

/** The folder of the CDK app that a command runs in: the nearest one with a `cdk.json`, else with a `package.json`. */
export function findProjectRoot(from = process.cwd()): string {
  for (const mark of MARKS) {
    for (let folder = from; ; folder = dirname(folder)) {
      if (existsSync(join(folder, mark))) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  return from;
}
