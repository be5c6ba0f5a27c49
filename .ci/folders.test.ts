import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";

const MOST_FILES = 15;
const TEST = /\.(test|suite)\.[a-z]+$|(^|\/)test_\w+\.py$/;
/** Data, a file a case. */
const EXCLUDED = ["harness/testing/recordings"];

test("no folder has so many files that a reader gets lost", async () => {
  const options = { cwd: join(import.meta.dirname, "..") };
  const { stdout } = await execa("git", ["ls-files", "-co", "--exclude-standard"], options);
  const files = stdout.split("\n").filter((file) => !TEST.test(file));
  const counts = Object.entries(Object.groupBy(files, dirname)).map(
    ([folder, { length } = []]) => [folder, length ?? 0] as const,
  );
  const full = counts.filter(
    ([folder, count]) => count > MOST_FILES && folder !== "." && !EXCLUDED.includes(folder),
  );
  expect(full, `split folders with more than ${MOST_FILES} files, tests not counted`).toEqual([]);
});
