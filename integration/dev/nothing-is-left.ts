import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { poll } from "localstack-harness";
import { processesWith } from "../../harness/testing/package/leftovers.ts";

/** Waits until no process, port and folder of a project's `dev` is there. */
export async function nothingIsLeft(root: string, port: number): Promise<void> {
  await poll({ awaiting: "the end of everything", within: 60_000 }, async () => {
    const processes = await processesWith(root);
    const state = join(root, ".localstack");
    const folders = existsSync(state)
      ? (await readdir(state)).filter((name) => /^(state|dev)-/.test(name))
      : [];
    const answers = await fetch(`http://127.0.0.1:${port}/_localstack/health`).then(
      () => ["LocalStack answers"],
      () => [],
    );
    const left = [...processes, ...folders, ...answers];
    return left.length === 0 ? { done: true } : { seen: left.join("\n") };
  });
}
