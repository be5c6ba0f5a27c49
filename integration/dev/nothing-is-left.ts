import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { poll } from "localstack-harness";
import { processesWith } from "../../harness/testing/package/leftovers.ts";

/**
 * Waits until no process, port, file and folder of a project's `dev` is there, except what the CDK caches.
 * @param temporary the folder for its temporary files
 */
export async function nothingIsLeft(root: string, port: number, temporary?: string): Promise<void> {
  await poll({ awaiting: "the end of everything", within: 60_000 }, async () => {
    const processes = await processesWith(root);
    const files: string[] = [];
    for (const folder of [join(root, ".localstack"), ...(temporary ? [temporary] : [])])
      if (existsSync(folder)) files.push(...(await readdir(folder)).filter((name) => name !== "cdk"));
    const answers = await fetch(`http://127.0.0.1:${port}/_localstack/health`).then(
      () => ["LocalStack answers"],
      () => [],
    );
    const left = [...processes, ...files, ...answers];
    return left.length === 0 ? { done: true } : { seen: left.join("\n") };
  });
}
