import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { HarnessError } from "../../core/errors.ts";
import { isCollectedByJest } from "./jest.ts";
import { isDisturbedByTypeScript } from "./typescript.ts";

/** What `init` finds out about a project. */
export interface ProjectFacts {
  /** Of the files that are added: one that the project's tools read as a module. */
  extension: "ts" | "mts" | "mjs";
  /** Why the files are JavaScript, if they are. */
  javaScript: boolean;
  /** What shows that the project uses vitest for other tests: a configuration file, or a test. */
  vitest: string | undefined;
  /** Whether the project's own test command would also run a file named `*.test.*`. */
  testsAreCollected: boolean;
}

/** @throws HarnessError `NO_PACKAGE_JSON`, `PACKAGE_JSON_INVALID` */
export async function factsOf(root: string): Promise<ProjectFacts> {
  const { type, scripts = {} } = await readManifest(root);
  const javaScript = await isDisturbedByTypeScript(root);
  const vitest = (await usesHarness(root)) ? undefined : await vitestUse(root, scripts);
  return {
    // only .mts files of a CommonJS project may import modules
    extension: javaScript ? "mjs" : type === "module" ? "ts" : "mts",
    javaScript,
    vitest,
    testsAreCollected: vitest !== undefined || (await isCollectedByJest(root)),
  };
}

/** What vitest reads or runs in the project. A script alone is none: it may be there for the tests that are to come. */
async function vitestUse(root: string, scripts: Record<string, string>): Promise<string | undefined> {
  const config = configIn(root, ["vitest.config", "vite.config"]);
  if (config !== undefined) return config;
  const tests = await glob(VITEST_TESTS, { cwd: root, ignore: ["**/node_modules/**", "cdk.out/**"] });
  if (Object.values(scripts).some((command) => /\bvitest\b/.test(command))) return tests[0];
  for (const path of tests.sort())
    if (/["']vitest["']/.test(await readFile(join(root, path), "utf8"))) return path;
  return undefined;
}

/** What vitest runs without a configuration. */
const VITEST_TESTS = "**/*.{test,spec}.?(c|m)[jt]s?(x)";

/** Whether the project's vitest config is one that `init` wrote. */
async function usesHarness(root: string): Promise<boolean> {
  const config = configIn(root, ["vitest.config"]);
  return config !== undefined && (await readFile(join(root, config), "utf8")).includes(SETUP);
}

const SETUP = "localstack-harness/vitest/setup";

interface Manifest {
  type?: string;
  scripts?: Record<string, string>;
}

async function readManifest(root: string): Promise<Manifest> {
  const file = join(root, "package.json");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new HarnessError("NO_PACKAGE_JSON", `${root} has no package.json: run npm init first`, { cause });
  });
  try {
    return JSON.parse(text) as Manifest;
  } catch (cause) {
    const why = (cause as Error).message;
    throw new HarnessError("PACKAGE_JSON_INVALID", `${file} is not JSON (${why}): correct it`, { cause });
  }
}

function configIn(root: string, names: readonly string[]): string | undefined {
  const extensions = ["ts", "mts", "cts", "js", "mjs", "cjs"];
  return names
    .flatMap((name) => extensions.map((extension) => `${name}.${extension}`))
    .find((name) => existsSync(join(root, name)));
}
