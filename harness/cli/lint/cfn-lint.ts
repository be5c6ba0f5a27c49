import { join } from "node:path";
import { execa } from "execa";
import { ensureVenv, type VenvOptions } from "../../localstack/python/venv.ts";

/** With hashes. Only this command needs it, so it is not in LocalStack's venv. */
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");

/**
 * The command cfn-lint in a separate environment, which the first call on a machine makes.
 * @throws HarnessError as `ensureVenv` does; the signal's reason
 */
export async function ensureCfnLint(options: Pick<VenvOptions, "onProgress" | "signal">): Promise<string> {
  const venv = await ensureVenv({ title: "cfn-lint", requirements: REQUIREMENTS, ...options });
  return join(venv, "bin", "cfn-lint");
}

/** Why each of these checks is left out. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  W3005: "the CDK has each function wait for its role's policies by naming the role as well",
};

/** What the linter finds in templates, in its own words; empty where it finds nothing. */
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
