import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Unchanged } from "./unchanged.ts";

test("a file with the same content counts twice, until it has another one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "unchanged-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [generated, other] = [join(folder, "generated.json"), join(folder, "other.ts")];
  const unchanged = new Unchanged();
  const saved = async (text: string) => {
    await writeFile(generated, text);
    return unchanged.without([generated]);
  };
  for (const text of ["one", "two", "one"])
    for (const expected of [[generated], [generated], [], []]) expect(await saved(text)).toEqual(expected);
  expect(await unchanged.without([generated, other])).toEqual([other]);
  await rm(generated);
  expect(await unchanged.without([generated])).toEqual([generated]);
});
