import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { execa } from "execa";

/** Whether a project's jest would run every `*.test.*` file: a CDK project has jest look into `test/` only. */
export async function isCollectedByJest(root: string): Promise<boolean> {
  let jest: string;
  try {
    jest = createRequire(join(root, "package.json")).resolve("jest/bin/jest");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return false;
    throw error;
  }
  const { stdout, failed } = await execa(process.execPath, [jest, "--showConfig"], {
    cwd: root,
    reject: false,
  });
  // a jest that does not start may be repaired later
  if (failed) return true;
  const { configs } = JSON.parse(stdout) as { configs: { roots: string[] }[] };
  return configs.some(({ roots }) => roots.some((folder) => resolve(folder) === resolve(root)));
}
