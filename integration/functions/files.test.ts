/** Promise: a function sees its files by the paths of AWS, where the machine allows that. */
import type { Harness } from "localstack-harness";
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

const inContainer = ({ plugin }: Harness): boolean => plugin?.executor === "docker";
const NO_NAMESPACES =
  "this machine does not let users make mount namespaces: docs/divergences.md has what differs";

const NODE = {
  "index.mjs": `import fs from "node:fs";
    import os from "node:os";
    const write = (file) => { try { fs.writeFileSync(file, "x"); return "written"; } catch ({ code }) { return code; } };
    export const handler = async ({ files = [] }) => ({
      written: files.map(write),
      seen: [process.cwd(), import.meta.url, process.execPath, os.tmpdir(), process.env.LAMBDA_RUNTIME_DIR],
      tmp: fs.readdirSync("/tmp"),
    });`,
};
const PYTHON = {
  "index.py": `import os, sys, tempfile
def write(file):
    try:
        open(file, "w").close()
        return "written"
    except OSError as error:
        return os.strerror(error.errno)
def handler(event, context):
    return {
        "written": [write(file) for file in event.get("files", [])],
        "seen": [os.getcwd(), __file__, tempfile.gettempdir(), os.environ["LAMBDA_RUNTIME_DIR"]],
        "tmp": os.listdir("/tmp"),
    }
`,
};

describe.each([
  {
    language: "Node.js",
    files: NODE,
    runtime: "nodejs24.x" as const,
    readOnly: "EROFS",
    seen: ["/var/task", "file:///var/task/index.mjs", "/var/lang/bin/node", "/tmp", "/var/runtime"],
  },
  {
    language: "Python",
    files: PYTHON,
    runtime: "python3.13" as const,
    readOnly: "Read-only file system",
    seen: ["/var/task", "/var/task/index.py", "/tmp", "/var/runtime"],
  },
])("a $language function", ({ files, runtime, readOnly, seen }) => {
  test("has the paths of AWS", async ({ endpoint, harness, skip }) => {
    await using fn = await ThrowawayFunction.create(endpoint, files, { runtime });
    const { payload } = await fn.invoke();
    skip(!inContainer(harness) && payload.seen[0] !== "/var/task", NO_NAMESPACES);
    expect(payload.seen).toEqual(seen);
  });

  test("writes to its own /tmp only", async ({ endpoint, harness, skip }) => {
    skip(inContainer(harness), "LocalStack's containers can write to all of their files");
    await using fn = await ThrowawayFunction.create(endpoint, files, { runtime });
    await using other = await ThrowawayFunction.create(endpoint, files, { runtime });
    const event = { files: ["/tmp/mine", "/var/task/index.mjs", "/opt/x", "/var/runtime/x", "/usr/x"] };
    const { payload } = await fn.invoke(event);
    skip(payload.seen[0] !== "/var/task", NO_NAMESPACES);
    expect(payload.written).toEqual(["written", readOnly, readOnly, readOnly, readOnly]);
    // a project below /tmp is there too, for what functions load from it
    const below = (await other.invoke()).payload.tmp;
    expect(below).not.toContain("mine");
    expect((await fn.invoke()).payload.tmp.toSorted()).toEqual([...below, "mine"].toSorted());
  });
});
