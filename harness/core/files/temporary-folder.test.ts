import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

afterEach(() => vi.unstubAllEnvs());

test("is the system's", async () => {
  expect(await temporaryFolder()).toBe(tmpdir());
});

test("is refused where it is missing or no folder, with the setting that names it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "temporary-"));
  const file = join(folder, "file");
  await writeFile(file, "");
  for (const [wrong, why] of [
    [join(folder, "nowhere"), "ENOENT"],
    [file, "it is not a folder"],
  ] as const) {
    vi.stubEnv("TMPDIR", wrong);
    await expect(temporaryFolder()).rejects.toMatchObject({
      code: "NOT_WRITABLE",
      message: expect.stringMatching(new RegExp(`${wrong} \\(.*${why}.*\\): .* set TMPDIR to a folder`)),
    });
  }
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});
