import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assertParameters } from "./template-parameters.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "parameters-"));
  await writeFile(join(root, "a.json"), '{ "Parameters": { "Stage": { "Type": "String" } } }');
  await writeFile(join(root, "b.json"), "{}");
});
afterAll(() => rm(root, { recursive: true }));

const checked = (values: Record<string, string>) =>
  assertParameters(
    [
      { id: "A", template: join(root, "a.json") },
      { id: "B", template: join(root, "b.json") },
    ],
    values,
  );

test("parameters that a template has are taken, by name and by stack", async () => {
  await checked({ Stage: "x", "A:Stage": "x" });
});

test.each([
  ["Stag", 'no stack has the parameter Stag: did you mean "Stage"?'],
  ["B:Stage", 'no stack has the parameter B:Stage: did you mean "A:Stage"?'],
  ["Nothing", "no stack has the parameter Nothing: declare it as a CfnParameter, or leave it out"],
])("%s, which no template has, is refused", async (name, message) => {
  await expect(checked({ [name]: "x" })).rejects.toMatchObject({ code: "PARAMETER_UNKNOWN", message });
});
