import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const MODULE = JSON.stringify(new URL("private-folders.ts", import.meta.url).href);

test.each([
  ["ends", "await folders[Symbol.asyncDispose]()"],
  ["is killed", `process.kill(process.pid, "SIGKILL")`],
])("the folders of a process that %s are removed", async (_, end) => {
  const state = await mkdtemp(join(tmpdir(), "state-"));
  onTestFinished(() => rm(state, { recursive: true }));
  const program = `
import { PrivateFolders } from ${MODULE};
import { writeFileSync } from "node:fs";
const folders = await PrivateFolders.make(${JSON.stringify(state)});
const recordings = await folders.recordings();
for (const folder of [folders.kept, recordings]) writeFileSync(folder + "/file", "");
process.stdout.write(JSON.stringify([folders.kept, recordings]));
${end};
`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", program], {
    reject: false,
  });
  const folders = JSON.parse(stdout) as string[];
  expect(folders).toHaveLength(2);
  await expect.poll(() => folders.filter(existsSync), { timeout: 10_000 }).toEqual([]);
});
