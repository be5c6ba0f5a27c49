import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { execa } from "execa";
import { appSources } from "./app-sources.ts";
import { type Mutant, mutate } from "./mutant.ts";

/** `killed`: the suite went red, as it should; `survived`: it stayed green; `stillborn`: the suite could not run. */
export type Verdict = "killed" | "survived" | "stillborn";

export interface Outcome {
  verdict: Verdict;
  /** Names of the tests that failed, or the last lines of what was printed where none could run. */
  evidence: string[];
}

/** Not part of what is tested, or shared with the checkout by a link. */
const LEFT_OUT = new Set([".git", ".localstack", "node_modules", "reports", "coverage", "cdk.out", ".build"]);

/** Breaks a copy of the project in one way, and runs the suite that must fail, on a separate LocalStack. */
export async function runMutant(root: string, mutant: Mutant, signal: AbortSignal): Promise<Outcome> {
  const copy = await mkdtemp(join(tmpdir(), "mutant-"));
  try {
    await cp(root, copy, {
      recursive: true,
      filter: (source) => !LEFT_OUT.has(relative(root, source).split(sep)[0] ?? ""),
    });
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
    const { file, text } = mutate(appSources(copy), mutant);
    await writeFile(join(copy, file), text);
    return await runSuite(root, copy, mutant.caughtBy, signal);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

interface Report {
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

async function runSuite(root: string, copy: string, suite: string, signal: AbortSignal): Promise<Outcome> {
  const report = join(copy, "reports", "mutant.json");
  const run = await execa(
    process.execPath,
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      `--project=${suite.startsWith("integration/") ? "e2e" : "unit"}`,
      "--bail=1",
      "--reporter=json",
      `--outputFile=${report}`,
      suite,
    ],
    // a separate one: a broken app must not be deployed into a running LocalStack
    { cwd: copy, env: { TARGET: "embedded" }, all: true, reject: false, cancelSignal: signal },
  );
  signal.throwIfAborted();
  const results = await readFile(report, "utf8").then(
    (text) => (JSON.parse(text) as Report).testResults.flatMap(({ assertionResults }) => assertionResults),
    () => [],
  );
  const failed = results.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
  if (failed.length > 0) return { verdict: "killed", evidence: failed };
  if (run.exitCode === 0) return { verdict: "survived", evidence: [] };
  return { verdict: "stillborn", evidence: (run.all ?? "").trim().split("\n").slice(-15) };
}
