import { readFile } from "node:fs/promises";
import type { AssemblyStack } from "./assembly.ts";

type Groupable = Pick<AssemblyStack, "id" | "account" | "region" | "dependencies" | "template">;

type Group<Stack> = [Stack, ...Stack[]];

/**
 * Stacks in their order, in groups of which `cdklocal` prepares one at a time: a start of it takes as long as several small
 * stacks. The change sets of a group are made before any of them is executed. So no stack is in a group with one that it
 * depends on, or after which it may read something by its name.
 */
export async function stackGroups<Stack extends Groupable>(
  stacks: readonly Stack[],
): Promise<Group<Stack>[]> {
  const groups: Group<Stack>[] = [];
  for (const stack of stacks) {
    const group = groups.at(-1);
    if (group && isSamePlace(stack, group[0]) && !needs(stack, group) && !(await readsByName(stack)))
      group.push(stack);
    else groups.push([stack]);
  }
  return groups;
}

const isSamePlace = (one: Groupable, other: Groupable): boolean =>
  one.account === other.account && one.region === other.region;

const needs = ({ dependencies }: Groupable, group: readonly Groupable[]): boolean =>
  group.some(({ id }) => dependencies.includes(id));

/** Whether a template takes values from outside when its change set is made, other than the version of the bootstrap stack. */
async function readsByName({ template }: Groupable): Promise<boolean> {
  const text = await readFile(template, "utf8");
  if (/"Fn::(ImportValue|GetStackOutput)"|\{\{resolve:/.test(text)) return true;
  const { Parameters = {} } = JSON.parse(text) as { Parameters?: Record<string, { Type: string }> };
  return Object.entries(Parameters).some(
    ([name, { Type }]) => Type.startsWith("AWS::SSM::") && name !== "BootstrapVersion",
  );
}
