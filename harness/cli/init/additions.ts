import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execCommand } from "../../core/installation/package-manager.mjs";
import type { ProjectFacts } from "./facts.ts";
import { configFile, exampleTest, jetBrainsRun, vitestConfig, vscodeLaunch } from "./templates.ts";

/** What happened to one file of the project. */
export interface Change {
  state: "added" | "kept" | "changed";
  /** Relative to the project. */
  path: string;
  /** What was changed. */
  detail?: string;
}

/**
 * Adds the harness to a project. A file that exists stays as it is; only `.gitignore` gets further lines.
 * @param dryRun writes nothing
 */
export async function addHarness(root: string, facts: ProjectFacts, dryRun: boolean): Promise<Change[]> {
  const changes: Change[] = [];
  for (const [path, content] of Object.entries(additionsFor(facts))) {
    const existing = variantsOf(path).find((variant) => existsSync(join(root, variant)));
    if (existing !== undefined) {
      changes.push({ state: "kept", path: existing });
      continue;
    }
    const target = join(root, path);
    if (!dryRun) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content, { flag: "wx" });
    }
    changes.push({ state: "added", path });
  }
  return [...changes, ...(await ignoreState(root, dryRun))];
}

/** A file of the same purpose may have another extension. */
const variantsOf = (path: string): string[] =>
  /\.[cm]?[jt]s$/.test(path)
    ? ["ts", "mts", "cts", "js", "mjs", "cjs"].map((extension) => path.replace(/[^.]+$/, extension))
    : [path];

/** Files by their paths in the project. */
function additionsFor(facts: ProjectFacts): Record<string, string> {
  const { extension } = facts;
  const kind = testKind(facts);
  return {
    [`harness.config.${extension}`]: configFile(),
    [vitestConfigName(facts)]: vitestConfig(kind),
    [`integration/app.${kind}.${extension}`]: exampleTest(),
    ".vscode/launch.json": vscodeLaunch(),
    ".run/localstack-harness-inspect.run.xml": jetBrainsRun(),
  };
}

/** The project's own test command must not run tests that need LocalStack. */
const testKind = ({ testsAreCollected }: ProjectFacts): string => (testsAreCollected ? "e2e" : "test");

const vitestConfigName = ({ vitest, extension }: ProjectFacts): string =>
  `${vitest ? "vitest.localstack.config" : "vitest.config"}.${extension}`;

/** How the user runs the new test. */
export const testCommand = (root: string, facts: ProjectFacts): string =>
  execCommand(facts.vitest ? `vitest run --config ${vitestConfigName(facts)}` : "vitest run", root);

const IGNORED = [".localstack/", "reports/"];

async function ignoreState(root: string, dryRun: boolean): Promise<Change[]> {
  const path = join(root, ".gitignore");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const missing = IGNORED.filter((line) => !text.split(/\r?\n/).includes(line));
  if (missing.length === 0) return [];
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  if (!dryRun) await writeFile(path, `${text}${separator}${missing.join("\n")}\n`);
  return [{ state: text === "" ? "added" : "changed", path: ".gitignore", detail: missing.join(", ") }];
}
