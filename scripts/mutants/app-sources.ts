import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "./mutant.ts";

/** What is deployed, and no test of it. */
export function appSources(root: string): Sources {
  const files = globSync("{functions,site,stack}/**/*.{ts,html,css}", { cwd: root }).filter(
    (file) => !/\.(test|fixture)\.ts$/.test(file),
  );
  return new Map(files.sort().map((file) => [file, readFileSync(join(root, file), "utf8")]));
}
