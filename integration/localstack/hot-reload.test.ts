/** Promise: code in the bucket `hot-reload` stays where it is, and what is edited there runs at the next invocation. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

test("an edited file is what the next invocation runs", async ({ endpoint, harness, skip }) => {
  skip(harness.plugin?.executor === "docker", "the container does not see this machine's temporary folder");
  const folder = await mkdtemp(join(tmpdir(), "hot-reload-"));
  try {
    const edit = (answer: string, file = "index.mjs") =>
      writeFile(join(folder, file), `export const handler = async () => ${JSON.stringify(answer)};`);
    await edit("first");
    await using fn = await ThrowawayFunction.create(endpoint, {}, { hotReload: folder });
    expect((await fn.invoke()).payload).toBe("first");
    await edit("second");
    expect((await fn.invoke()).payload).toBe("second");
    await edit("imported", "other.mjs");
    await writeFile(join(folder, "index.mjs"), 'export { handler } from "./other.mjs";');
    expect((await fn.invoke()).payload).toBe("imported");
    await edit("imported again", "other.mjs");
    expect((await fn.invoke()).payload).toBe("imported again");
    await writeFile(join(folder, "other.mjs"), "export const handler = (");
    expect((await fn.invoke()).payload.errorType).toBe("Runtime.UserCodeSyntaxError");
    await edit("mended", "other.mjs");
    expect((await fn.invoke()).payload).toBe("mended");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
