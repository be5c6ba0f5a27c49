import { join } from "node:path";
import { execa } from "execa";
import { ensureTools } from "../../localstack/python/tool-environment.ts";

const TOOLS = { name: "cfn-lint", requirements: join(import.meta.dirname, "requirements.txt") };

/** The command cfn-lint, which the first call installs. */
export async function ensureCfnLint(options: Parameters<typeof ensureTools>[1]): Promise<string> {
  return join(await ensureTools(TOOLS, options), "cfn-lint");
}

/** Why each of these checks is left out. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  W3005: "the CDK has each function wait for its role's policies by naming the role as well",
};

/** What the linter finds in templates, as it reports it; empty if it finds nothing. */
export async function lintTemplates(
  cfnLint: string,
  templates: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const args = [
    "--regions",
    "us-east-1",
    "--ignore-checks",
    ...Object.keys(LEFT_OUT),
    "--template",
    ...templates,
  ];
  const { exitCode, all } = await execa(cfnLint, args, { all: true, reject: false, cancelSignal: signal });
  signal.throwIfAborted();
  return exitCode === 0 ? "" : all || `cfn-lint ended with ${exitCode}`;
}
