import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Deployment } from "./config.ts";
import { loadProject } from "./load.ts";

const APP = '{"app": "node app.ts"}';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "project-"));
});
afterEach(() => rm(root, { recursive: true }));

const write = (name: string, content: string) => writeFile(join(root, name), content);

describe("a project without settings", () => {
  test("has the defaults, where cdk.json names the app", async () => {
    await write("cdk.json", APP);
    expect(await loadProject(root)).toEqual({ root, config: {}, configFile: undefined, configFiles: [] });
  });

  test.each([
    ["no cdk.json", undefined, "NO_PROJECT", "{root} has no cdk.json: run this in a CDK project"],
    ["no app in cdk.json", "{}", "CONFIG_INVALID", '{root}/cdk.json names no app: add "app"'],
    ["an empty app in cdk.json", '{"app": " "}', "CONFIG_INVALID", "{root}/cdk.json names no app: "],
    ["a cdk.json that is no object", "null", "CONFIG_INVALID", "{root}/cdk.json names no app: "],
    ["a cdk.json that is no JSON", "{,", "CONFIG_INVALID", "{root}/cdk.json is not JSON ("],
  ])("with %s says what to do", async (_, content, code, message) => {
    if (content) await write("cdk.json", content);
    await expect(loadProject(root)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message.replace("{root}", root)),
    });
  });
});

describe("settings in a file of another name", () => {
  test.each([
    "harness.config.json",
    "harness.config.yaml",
    "localstack-harness.config.ts",
    "localstack-harness.json",
    "harness.conf.ts",
    "Harnes.config.mjs",
    ".harnessrc",
  ])("%s are refused", async (name) => {
    await write("cdk.json", APP);
    await write(name, "");
    await expect(loadProject(root)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: `${join(root, name)} is not read: move its settings to harness.config.ts, as export default defineConfig({ … }), or rename it`,
    });
  });

  test("beside harness.config.ts may be its own", async () => {
    await write("harness.config.ts", "export default { app: 'x' };");
    await write("harness.config.json", "{}");
    expect((await loadProject(root)).config).toEqual({ app: "x" });
  });

  test("are no other tool's", async () => {
    await write("cdk.json", APP);
    for (const name of [
      "vitest.config.ts",
      "eslint.config.mjs",
      "harness.md",
      "harness.ts",
      "cdk.context.json",
    ])
      await write(name, "");
    expect((await loadProject(root)).configFile).toBeUndefined();
  });
});

describe("settings", () => {
  test.each([
    ["harness.config.ts", "const port: number = 1; export default { app: 'x', port };"],
    ["harness.config.mts", "export default Promise.resolve({ app: 'x', port: 1 });"],
    ["harness.config.mjs", "export default { app: 'x', port: 1 };"],
    ["harness.config.cts", "const port: number = 1; module.exports = { app: 'x', port };"],
    ["harness.config.cjs", "module.exports = { app: 'x', port: 1 };"],
    ["harness.config.js", "module.exports = { app: 'x', port: 1 };"],
  ])("come from %s, and need no cdk.json where they name the app", async (name, content) => {
    await write(name, content);
    expect(await loadProject(root)).toEqual({
      root,
      config: { app: "x", port: 1 },
      configFile: join(root, name),
      configFiles: [join(root, name)],
    });
  });

  test("of every kind are taken", async () => {
    const config = `{
      app: "x", stacks: ["a"], context: () => ({}), parameters: { A: "a" }, senders: ["a@example.com"], port: 0,
      site: { bucket: "b", files: "dist" }, addresses: { Api: "ApiUrl" }, env: { DEBUG: "1" },
      beforeDeploy() {}, async afterDeploy() {},
      permissions: { accepted: [{ owner: "o", policy: "p", element: "actions", value: "v", reason: "r" }], tlsOnly: ["b"] },
    }`;
    await write("harness.config.mjs", `export default ${config}`);
    await expect(loadProject(root)).resolves.toMatchObject({ config: { app: "x" } });
  });

  test.each([
    ["{ prot: 1 }", 'there is no setting prot: did you mean "port"?'],
    ["{ site: { bucket: 'b', file: 'f', files: 'f' } }", 'no setting site.file: did you mean "files"?'],
    [
      "{ permissions: { anything: 1 } }",
      "there is no setting permissions.anything, only accepted, tlsOnly, exercise",
    ],
    ["{ port: '4566' }", 'port is "4566", but must be a port number from 0 to 65535'],
    ["{ port: 65536 }", "port is 65536, but must be a port number from 0 to 65535"],
    ["{ port: 1.5 }", "port is 1.5, but must be a port number from 0 to 65535"],
    ["{ stacks: 'Api' }", 'stacks is "Api", but must be a list of strings'],
    ["{ stacks: ['Api', 1] }", "stacks.1 is 1, but must be a string"],
    ["{ senders: 'a@b' }", 'senders is "a@b", but must be a list of strings, or a function that returns one'],
    ["{ context: 1 }", "context is 1, but must be an object of strings, or a function that returns one"],
    ["{ site: {} }", "site.bucket is missing; "],
    ["{ site: 'dist' }", 'site is "dist", but must be an object'],
    ["{ env: { DEBUG: true } }", "env.DEBUG is true, but must be a string"],
    ["{ afterDeploy: 'x' }", 'afterDeploy is "x", but must be a function'],
    [
      "{ permissions: { accepted: [{ owner: 'o', policy: 'p', element: 'action', value: 'v', reason: 'r' }] } }",
      'permissions.accepted.0.element is "action", but must be actions, resources or principals',
    ],
    ["{ port: '1', stack: [] }", 'from 0 to 65535; there is no setting stack: did you mean "stacks"?'],
    ["'x'", 'its default export must be an object, as defineConfig({ … }) takes it, not "x"'],
    ["[]", 'its default export must be an object, as defineConfig({ … }) takes it, not "a list"'],
  ])("%s are refused with the file and the setting", async (config, message) => {
    await write("harness.config.mjs", `export default ${config};`);
    const error = await loadProject(root).catch((error) => error);
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.message).toContain(message);
    expect(error.message).toContain(`${join(root, "harness.config.mjs")}: `);
  });

  test.each([
    ["import", 'import "./nothing-there.mjs"; export default {};', /: .*nothing-there\.mjs.*: correct it$/],
    ["error", '\nthrow new Error("no\\nmore");', /: no \(harness\.config\.ts:2\): correct it$/],
    ["syntax", "export default {", /: .*Unexpected token \(harness\.config\.ts:1\): correct it$/],
    ["error on the first line", 'throw new Error("no");', /: no \(harness\.config\.ts:1\): correct it$/],
  ])(
    "that cannot be loaded by an %s are named, with the reason and the line",
    async (_, content, message) => {
      await write("harness.config.ts", content);
      const error = await loadProject(root).catch((error) => error);
      expect(error).toMatchObject({ code: "CONFIG_FAILED" });
      expect(error.message).toMatch(message);
      expect(error.message).toContain(`${join(root, "harness.config.ts")} cannot be loaded`);
    },
  );

  test("without a default export are refused", async () => {
    await write("harness.config.ts", "export const port = 4566;");
    await expect(loadProject(root)).rejects.toThrow(/its default export must be an object, .* not undefined/);
  });
});

test("a cdk.json that cannot be read is named", async () => {
  await mkdir(join(root, "cdk.json"));
  const message = `${join(root, "cdk.json")} cannot be read (EISDIR: illegal operation on a directory, read): correct it`;
  await expect(loadProject(root)).rejects.toMatchObject({ code: "CONFIG_INVALID", message });
});

describe("functions among the settings", () => {
  const load = async (config: string) => {
    await write("cdk.json", APP);
    await write("harness.config.mjs", `export default {\n${config}\n};`);
    return (await loadProject(root)).config;
  };

  test.each([
    [
      "throw",
      'afterDeploy() { throw new Error("no table") }',
      /: afterDeploy failed: no table \(.*:2\): correct/,
    ],
    ["reject", "async afterDeploy() { throw 'later' }", /: afterDeploy failed: later: correct it$/],
  ])("that %s are named, with the reason", async (_, config, message) => {
    const { afterDeploy } = await load(config);
    const failed = (async () => afterDeploy?.({} as Deployment))();
    await expect(failed).rejects.toMatchObject({
      code: "CONFIG_FAILED",
      message: expect.stringMatching(message),
    });
  });

  test.each([
    ["senders: () => 7", "senders returned 7, but must return a list of strings"],
    ["senders: async () => [7]", "senders returned [ 7 ], but must return a list of strings"],
    ["context: () => 'x'", "context returned 'x', but must return an object of strings"],
    [
      "site: { bucket: 'b', files: () => [] }",
      "site.files returned [], but must return a Map of files by key",
    ],
    [
      "permissions: { exercise() {} }",
      "permissions.exercise returned undefined, but must return a list of strings",
    ],
  ])("that return something else are named: %s", async (config, message) => {
    const { senders, context, site, permissions } = await load(config);
    const call = senders ?? context ?? site?.files ?? permissions?.exercise;
    const failed = (async () => (call as () => unknown)())();
    await expect(failed).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining(message),
    });
  });

  test("return what they did", async () => {
    const { senders } = await load("senders: async ({ endpoint }) => [endpoint]");
    expect(await (senders as (of: object) => unknown)({ endpoint: "e" })).toEqual(["e"]);
  });
});

test("a file that the settings import is known, and read again", async () => {
  await write(
    "harness.config.ts",
    `import { port } from "./ports.ts";\nexport default { app: "x", port };\n`,
  );
  await write("ports.ts", `export { port } from "./more/port.ts";\n`);
  await mkdir(join(root, "more"));
  // vitest imports modules in another way than Node.js
  const script = `import { writeFileSync } from "node:fs";
import { loadProject } from "${new URL("load.ts", import.meta.url)}";
for (const port of [4570, 4571, 4572]) {
  writeFileSync("more/port.ts", \`export const port: number = \${port};\\n\`);
  const { config, configFiles } = await loadProject(process.cwd());
  console.log(JSON.stringify([config.port, configFiles]));
}`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script], { cwd: root });
  const files = ["harness.config.ts", "ports.ts", "more/port.ts"].map((name) => join(root, name));
  const found = stdout.split("\n").map((line) => JSON.parse(line));
  expect(found).toEqual([4570, 4571, 4572].map((port) => [port, files]));
});

test("settings that have changed are read again", async () => {
  for (const port of [4570, 4571, 4572]) {
    await writeFile(
      join(root, "harness.config.ts"),
      `export default { app: "node app.js", port: ${port} as number };\n`,
    );
    expect((await loadProject(root)).config.port).toBe(port);
  }
});
