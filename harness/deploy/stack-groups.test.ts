import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { stackGroups } from "./stack-groups.ts";

interface Given {
  id: string;
  dependencies?: string[];
  region?: string;
  template?: object;
}

/** The groups of some stacks, by id. */
async function groups(...stacks: Given[]): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), "cdk.out "));
  onTestFinished(() => rm(folder, { recursive: true }));
  const given = stacks.map(async ({ id, dependencies = [], region, template = {} }) => {
    const file = join(folder, `${id}.template.json`);
    await writeFile(file, JSON.stringify(template));
    return { id, dependencies, region, account: undefined, template: file };
  });
  const found = await stackGroups(await Promise.all(given));
  return found.map((group) => group.map(({ id }) => id));
}

test("stacks that need nothing of each other are prepared together", async () =>
  expect(await groups({ id: "A" }, { id: "B" }, { id: "C" })).toEqual([["A", "B", "C"]]));

test("a stack is prepared after those that it depends on", async () =>
  expect(await groups({ id: "A" }, { id: "B", dependencies: ["A"] }, { id: "C" })).toEqual([
    ["A"],
    ["B", "C"],
  ]));

test("stacks in other regions are prepared apart", async () =>
  expect(await groups({ id: "A" }, { id: "B", region: "eu-west-1" })).toEqual([["A"], ["B"]]));

const parameter = (Type: string) => ({ Parameters: { Name: { Type } } });

test.each([
  ["a parameter of SSM", parameter("AWS::SSM::Parameter::Value<String>")],
  ["an export", { Outputs: { A: { Value: { "Fn::ImportValue": "Name" } } } }],
  ["an output", { Outputs: { A: { Value: { "Fn::GetStackOutput": { StackName: "A" } } } } }],
  ["a secret", { Resources: { A: { Properties: { Password: "{{resolve:secretsmanager:a}}" } } } }],
])("a stack that reads %s by its name is prepared after the others", async (_, template) =>
  expect(await groups({ id: "A" }, { id: "B", template })).toEqual([["A"], ["B"]]),
);

test("the version of the bootstrap stack and plain parameters keep no stack apart", async () => {
  const bootstrap = { Parameters: { BootstrapVersion: { Type: "AWS::SSM::Parameter::Value<String>" } } };
  expect(
    await groups({ id: "A" }, { id: "B", template: bootstrap }, { id: "C", template: parameter("String") }),
  ).toEqual([["A", "B", "C"]]);
});
