import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { readRecordings, recordingVariables } from "./recordings.ts";

/** Runs a program as ts-node does: by a compiler that is registered for CommonJS. */
const RUNNER = `
const Module = require("node:module");
require.extensions[".ts"] = (loaded) => loaded._compile("console.log('compiled', require.main === module)", loaded.filename);
process.argv = [process.argv[0], process.argv[2]];
Module.runMain();
`;

test.each([
  ["commonjs", "app.ts", "compiled true"],
  [undefined, "app.ts", "compiled true"],
  ["module", "app.ts", "as a module"],
  [undefined, "app.mts", "as a module"],
])("an app of type %s in %s runs as its runner wants it", async (type, file, output) => {
  const root = await mkdtemp(join(tmpdir(), "runner-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, "package.json"), JSON.stringify({ type }));
  await writeFile(join(root, "runner.cjs"), RUNNER);
  await writeFile(join(root, file), `import { log } from "node:console";\nlog("as a module");\n`);
  const { stdout } = await execa(process.execPath, [join(root, "runner.cjs"), join(root, file)], {
    env: {
      ...recordingVariables({ root, recordings: root, inputs: true }),
      CDK_OUTDIR: join(root, "cdk.out"),
      NODE_NO_WARNINGS: "1",
    },
  });
  expect(stdout).toBe(output);
});

test("a program that runs the app is not loaded before it runs", async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "runner-")));
  onTestFinished(() => rm(root, { recursive: true }));
  const [recordings, runner, app] = [
    join(root, "recordings"),
    join(root, "node_modules/runner/bin.cjs"),
    join(root, "app.ts"),
  ];
  for (const folder of [recordings, join(root, "node_modules/runner")])
    await mkdir(folder, { recursive: true });
  await writeFile(runner, `require("./part.cjs");${RUNNER}`);
  await writeFile(join(root, "node_modules/runner/part.cjs"), "");
  await writeFile(app, "");
  const variables = recordingVariables({ root, recordings });
  await execa(process.execPath, [runner, app], { env: { ...variables, CDK_OUTDIR: join(root, "cdk.out") } });
  const recording = await readRecordings(recordings);
  expect(recording?.modules).toEqual([join(root, "node_modules/runner/part.cjs")]);
  expect(recording?.imported).toEqual([]);
});
