import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { execa } from "execa";
import { defineCommand, runCommand } from "../harness/cli/terminal/command.ts";
import { runSteps, type Step } from "../harness/cli/terminal/steps.ts";
import { PROJECT_ROOT, STACK_NAME } from "./app/petcuddleotron.ts";
import { ensureCfnLint, lintTemplates } from "./lint-template/cfn-lint.ts";

/** The linter found something; it has been told. */
class TemplateError extends Error {
  override readonly name = "TemplateError";
}

const command = defineCommand(
  "lint:template",
  "Lints the templates that the CDK app makes for AWS and for LocalStack with cfn-lint, which the first run installs.",
  ["npm run lint:template"],
);

/** Context by which the app differs from its template for AWS. */
const TARGETS: Record<string, Record<string, string>> = {
  AWS: {},
  LocalStack: { localstack: "http://localhost:4566" },
};

await runCommand(command, async (signal) => {
  const folder = await mkdtemp(join(tmpdir(), "petcuddleotron-lint-"));
  let cfnLint = "";
  let findings = "";
  const steps: Step[] = [
    {
      title: "Look for cfn-lint",
      run: async (onProgress) => {
        cfnLint = await ensureCfnLint({ onProgress, signal });
        return undefined;
      },
    },
    {
      title: "Synthesise the templates",
      run: async () => {
        for (const [name, context] of Object.entries(TARGETS))
          await synthesise(context, join(folder, name), signal);
        return Object.keys(TARGETS).join(", ");
      },
    },
    {
      title: "Lint them",
      run: async () => {
        const templates = Object.keys(TARGETS).map((name) =>
          join(folder, name, `${STACK_NAME}.template.json`),
        );
        findings = await lintTemplates(cfnLint, templates, signal);
        return findings === "" ? "nothing found" : "see below";
      },
    },
  ];
  try {
    await runSteps(steps);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (findings === "") return;
  // whoever reads this finds the template of a name, not a folder that is gone
  process.stdout.write(`\n${findings.replaceAll(`${folder}${sep}`, "")}\n`);
  throw new TemplateError("cfn-lint found something, see above");
});

/** As the CDK's command line runs the app, which says where to and with which context in the environment. */
async function synthesise(
  context: Record<string, string>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const shared = JSON.parse(await readFile(join(PROJECT_ROOT, "cdk.json"), "utf8")).context;
  await execa(process.execPath, ["stack/app.ts"], {
    cwd: PROJECT_ROOT,
    env: { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ ...shared, ...context }) },
    cancelSignal: signal,
  });
}
