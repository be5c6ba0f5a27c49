import { readFile } from "node:fs/promises";
import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import type { AssemblyStack } from "./assembly.ts";

/** The parameters of a stack's template, by name. */
async function templateParameters({
  template,
}: Pick<AssemblyStack, "template">): Promise<Record<string, { Type?: string }>> {
  const { Parameters = {} } = JSON.parse(await readFile(template, "utf8")) as {
    Parameters?: Record<string, { Type?: string }>;
  };
  return Parameters;
}

/**
 * Whether a deployment of an equal template may change a stack: parameters that are in SSM are read again. That with the
 * version of the bootstrap stack is the harness's own.
 */
export async function readsParameters(stack: Pick<AssemblyStack, "template">): Promise<boolean> {
  return Object.entries(await templateParameters(stack)).some(
    ([name, { Type = "" }]) => Type.startsWith("AWS::SSM::") && name !== "BootstrapVersion",
  );
}

/**
 * Makes sure that the templates have the parameters that values are given for: the CDK's command line ignores others.
 * @param values by `<name>` or `<stack id>:<name>`
 * @throws HarnessError `PARAMETER_UNKNOWN`
 */
export async function assertParameters(
  stacks: readonly Pick<AssemblyStack, "id" | "template">[],
  values: Record<string, string> = {},
): Promise<void> {
  const given = Object.keys(values);
  if (given.length === 0) return;
  const known = (await Promise.all(stacks.map(namesOf))).flat();
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = didYouMean(unknown, known) || ": declare it as a CfnParameter, or leave it out";
  throw new HarnessError("PARAMETER_UNKNOWN", `no stack has the parameter ${unknown}${near}`);
}

async function namesOf(stack: Pick<AssemblyStack, "id" | "template">): Promise<string[]> {
  const names = Object.keys(await templateParameters(stack));
  return names.flatMap((name) => [name, `${stack.id}:${name}`]);
}
