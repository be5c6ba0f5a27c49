import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Command } from "commander";
import { loadProject } from "../../config/load.ts";
import { HarnessError } from "../../core/errors.ts";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import { isThere } from "../doctor/installation.ts";
import { peersCheck } from "../doctor/project.ts";
import { examples } from "../terminal/options.ts";
import { paint } from "../terminal/paint.ts";
import { act } from "../terminal/program.ts";
import { configFile, exampleTest, type ProjectFacts, vitestConfig } from "./templates.ts";

export function define(command: Command): void {
  command
    .description("Adds settings, a vitest set-up and one example test to a CDK project. Overwrites no file.")
    .option("--dry-run", "print what would be written, and write nothing");
  examples(command, [["", "in the folder of the CDK app"]]);
  act(command, init);
}

interface Addition {
  path: string;
  content: string;
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function init(signal: AbortSignal, { dryRun }: { dryRun?: true }): Promise<void> {
  const root = PROJECT_ROOT;
  // says what is wrong with a folder that is no CDK project
  await loadProject(root);
  const facts = await factsOf(root);
  let added = 0;
  for (const { path, content } of additionsTo(root, facts)) {
    const name = relative(root, path);
    if (await isThere(path)) {
      write(`${paint("yellow", "kept   ")}  ${name}, which is there already`);
      continue;
    }
    added += 1;
    if (!dryRun) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content, { flag: "wx" });
    }
    write(`${paint("green", dryRun ? "would add" : "added  ")}  ${name}`);
  }
  await ignoreState(root, dryRun ?? false);
  if (facts.vitestConfig)
    write(
      `\nYour ${facts.vitestConfig} stays as it is. Run the new tests with:\n  npx vitest run --config ${vitestName(facts)}`,
    );
  else if (added > 0) write("\nRun the example test with:\n  npx vitest run");
  const peers = await peersCheck(root).examine(signal);
  if (peers.state !== "ok") write(`\n${paint("yellow", "Note")}  ${peers.detail}: ${peers.remedy}`);
  write("\nRun the app with:\n  npx localstack-harness start");
}

async function factsOf(root: string): Promise<ProjectFacts> {
  const manifest = await readFile(join(root, "package.json"), "utf8").catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOENT") throw cause;
      throw new HarnessError("NO_PACKAGE_JSON", `${root} has no package.json: run npm init first`, { cause });
    },
  );
  const { type } = JSON.parse(manifest) as { type?: string };
  return {
    isModule: type === "module",
    vitestConfig: await firstThere(root, ["vitest.config", "vite.config"]),
  };
}

async function firstThere(root: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names)
    for (const extension of ["ts", "mts", "cts", "js", "mjs", "cjs"])
      if (await isThere(join(root, `${name}.${extension}`))) return `${name}.${extension}`;
  return undefined;
}

/** Of a CommonJS project only `.mts` files may import packages that are modules. */
const extensionOf = ({ isModule }: ProjectFacts): string => (isModule ? "ts" : "mts");

const vitestName = (facts: ProjectFacts): string =>
  `${facts.vitestConfig ? "vitest.localstack.config" : "vitest.config"}.${extensionOf(facts)}`;

function additionsTo(root: string, facts: ProjectFacts): Addition[] {
  const extension = extensionOf(facts);
  return [
    { path: join(root, `harness.config.${extension}`), content: configFile() },
    { path: join(root, vitestName(facts)), content: vitestConfig(extension) },
    { path: join(root, "integration", `app.test.${extension}`), content: exampleTest() },
  ];
}

/** Adds the state folder to `.gitignore`, and says so. */
async function ignoreState(root: string, dryRun: boolean): Promise<void> {
  const path = join(root, ".gitignore");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const missing = [".localstack/", "reports/"].filter((line) => !text.split(/\r?\n/).includes(line));
  if (missing.length === 0) return;
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  if (!dryRun) await writeFile(path, `${text}${separator}${missing.join("\n")}\n`);
  write(`${paint("green", dryRun ? "would change" : "changed")}  .gitignore: ${missing.join(", ")}`);
}
