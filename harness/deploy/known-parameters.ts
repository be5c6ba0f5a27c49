import { readFile } from "node:fs/promises";
import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import type { AssemblyStack } from "./assembly.ts";

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

async function namesOf({ id, template }: Pick<AssemblyStack, "id" | "template">): Promise<string[]> {
  const { Parameters = {} }: { Parameters?: object } = JSON.parse(await readFile(template, "utf8"));
  return Object.keys(Parameters).flatMap((name) => [name, `${id}:${name}`]);
}
