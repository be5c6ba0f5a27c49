import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readAssembly, selectStacks } from "./assembly.ts";

async function assembly(files: Record<string, object>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cdk.out of "));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(content));
  }
  return folder;
}

const stack = (properties: object, more: object = {}) => ({
  type: "aws:cloudformation:stack",
  environment: "aws://unknown-account/unknown-region",
  properties,
  ...more,
});

test("a stack in a Stage has a path in the app and another name in CloudFormation", async () => {
  const folder = await assembly({
    "manifest.json": {
      artifacts: {
        "assembly-Prod": { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } },
      },
    },
    "assembly-Prod/manifest.json": {
      artifacts: {
        ProdApi1234: stack(
          { stackName: "acme-api" },
          { displayName: "Prod/Api", environment: "aws://123456789012/eu-west-1" },
        ),
      },
    },
  });
  expect(await readAssembly(folder)).toEqual([
    {
      id: "Prod/Api",
      name: "acme-api",
      account: "123456789012",
      region: "eu-west-1",
      dependencies: [],
      bootstrapParameter: undefined,
      template: join(folder, "assembly-Prod", "ProdApi1234.template.json"),
      assets: [],
      tags: {},
      parameters: {},
    },
  ]);
});

describe("which stacks are deployed", () => {
  const known = [
    { id: "Data", name: "Data", dependencies: [] },
    { id: "Api", name: "acme-api", dependencies: ["Data"] },
    { id: "Prod/Api", name: "prod-api", dependencies: [] },
  ];
  const ids = (...wanted: string[]) => selectStacks(known, wanted).map(({ id }) => id);

  test("all outside Stages, where none is named", () => expect(ids()).toEqual(["Data", "Api"]));
  test("those of the Stages, where there are no others", () =>
    expect(selectStacks(known.slice(2)).map(({ id }) => id)).toEqual(["Prod/Api"]));
  test("one by its path, with what it depends on", () => expect(ids("Api")).toEqual(["Data", "Api"]));
  test("one by its name in CloudFormation", () => expect(ids("prod-api")).toEqual(["Prod/Api"]));
  test("all of a Stage", () => expect(ids("Prod/*")).toEqual(["Prod/Api"]));
  test("all", () => expect(ids("**")).toEqual(["Data", "Api", "Prod/Api"]));
  test("a pattern's other signs mean themselves", () => expect(() => ids("A.i")).toThrow("no stack A.i"));
});
