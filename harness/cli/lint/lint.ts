import { mkdtemp, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Command } from "commander";
import { glob } from "tinyglobby";
import { loadProject, type Project } from "../../config/load.ts";
import { HarnessError } from "../../core/errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";
import { temporaryFolder } from "../../core/files/temporary-folder.ts";
import type { Step } from "../../core/steps.ts";
import { synthesise } from "../../deploy/deploy.ts";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import { DEFAULT_PORT } from "../../localstack/port.ts";
import { examples } from "../terminal/options.ts";
import { act } from "../terminal/program.ts";
import { runSteps } from "../terminal/steps.ts";
import { ensureCfnLint, lintTemplates } from "./cfn-lint.ts";

export function define(command: Command): void {
  command.description(
    "Lints the templates that the CDK app makes for AWS and for LocalStack with cfn-lint, which the first run installs.",
  );
  examples(command, [["", ""]]);
  act(command, lint);
}

async function lint(signal: AbortSignal): Promise<void> {
  const project = await loadProject(PROJECT_ROOT);
  const folder = await mkdtemp(join(await temporaryFolder(), "localstack-harness-lint-"));
  using _ = await removeIfKilled(folder);
  let cfnLint = "";
  let findings = "";
  const targets = await contextsOf(project);
  const steps: Step[] = [
    {
      title: "Find cfn-lint",
      run: async (onProgress) => {
        cfnLint = await ensureCfnLint({ onProgress, signal });
        return undefined;
      },
    },
    {
      title: "Synthesise the templates",
      run: async () => {
        for (const [name, context] of Object.entries(targets))
          await synthesise(
            { app: project.config.app, context },
            { endpoint: endpointOf(project), root: project.root, folder: join(folder, name), signal },
          );
        return Object.keys(targets).join(", ");
      },
    },
    {
      title: "Lint them",
      run: async () => {
        const templates = await glob("**/*.template.json", { cwd: folder, absolute: true });
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
  // the reader looks for a template by its name, not in a folder that is gone
  process.stdout.write(`\n${findings.replaceAll(`${folder}${sep}`, "")}\n`);
  throw new HarnessError("TEMPLATE_WRONG", "cfn-lint found something, see above");
}

const endpointOf = ({ config }: Project): string => `http://localhost:${config.port ?? DEFAULT_PORT}`;

/** Context by which the app differs between AWS and LocalStack. */
async function contextsOf(project: Project): Promise<Record<string, Record<string, string>>> {
  const { context } = project.config;
  const forLocalStack =
    typeof context === "function" ? await context({ endpoint: endpointOf(project) }) : context;
  return forLocalStack ? { AWS: {}, LocalStack: forLocalStack } : { AWS: {} };
}
