import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const SDK_3 = "^@(aws-sdk|smithy)/";
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "packages-")));
});
afterEach(() => rm(folder, { recursive: true }));

/** Files of `project/`, in which the function lies as in a checkout; `harness/` and `layer/` are beside it. */
async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** A package that says where it is, and needs one that only its own folder has. */
const packageAt = (place: string, name: string): Record<string, string> => ({
  [`${place}/node_modules/${name}/package.json`]: JSON.stringify({
    name,
    exports: { ".": "./index.js", "./sub": "./sub.js" },
  }),
  [`${place}/node_modules/${name}/index.js`]: `module.exports = { place: "${place}", need: require("need") };`,
  [`${place}/node_modules/${name}/sub.js`]: `module.exports = { place: "${place}/sub" };`,
  [`${place}/node_modules/need/index.js`]: `module.exports = "of ${place}";`,
});

interface Options {
  provided?: string;
  env?: Record<string, string>;
}

/** What a function's module prints as JSON. */
async function run(
  file: string,
  code: string,
  { provided = SDK_3, env = {} }: Options = {},
): Promise<unknown> {
  const own = join(folder, "project", ".localstack", "code");
  await write({ [`project/.localstack/code/${file}`]: code });
  const layer = join(folder, "layer", "nodejs", "node_modules");
  const packages = {
    own,
    layers: [layer],
    provided,
    providedIn: [join(folder, "project"), join(folder, "harness")],
  };
  const preload = pathToFileURL(join(import.meta.dirname, "preload.mjs"));
  preload.search = new URLSearchParams({ packages: JSON.stringify(packages) }).toString();
  const { stdout } = await execa(process.execPath, [`--import=${preload}`, join(own, file)], {
    env: { NODE_PATH: `${layer}:${own}`, ...env },
    extendEnv: false,
  });
  return JSON.parse(stdout);
}

const SHOW = `
const show = (load) => load.then(
  ({ default: value }) => console.log(JSON.stringify(value)),
  ({ code, message }) => console.log(JSON.stringify({ code, message })));`;
const imports = (name: string, options?: Options) =>
  run("index.mjs", `${SHOW} show(import("${name}"));`, options);
const requires = (name: string, options?: Options) =>
  run("index.cjs", `${SHOW} show((async () => ({ default: require("${name}") }))());`, options);

describe.each([
  ["import", imports],
  ["require", requires],
])("%s", (_how, load) => {
  test("finds a package of the runtime in the project first", async () => {
    await write(packageAt("project", "@aws-sdk/client-s3"));
    await write(packageAt("harness", "@aws-sdk/client-s3"));
    expect(await load("@aws-sdk/client-s3")).toEqual({ place: "project", need: "of project" });
    expect(await load("@aws-sdk/client-s3/sub")).toEqual({ place: "project/sub" });
  });

  test("finds it in the harness where the project has none", async () => {
    await write(packageAt("harness", "@aws-sdk/client-s3"));
    expect(await load("@aws-sdk/client-s3")).toEqual({ place: "harness", need: "of harness" });
  });

  test("finds the function's own copy before all others", async () => {
    for (const place of ["project/.localstack/code", "layer/nodejs", "project"])
      await write(packageAt(place, "@aws-sdk/client-s3"));
    expect(await load("@aws-sdk/client-s3")).toHaveProperty("place", "project/.localstack/code");
  });

  test("finds a layer's copy before the runtime's", async () => {
    for (const place of ["layer/nodejs", "project"]) await write(packageAt(place, "@aws-sdk/client-s3"));
    expect(await load("@aws-sdk/client-s3")).toEqual({ place: "layer/nodejs", need: "of layer/nodejs" });
  });

  test("finds any package of a layer", async () => {
    for (const place of ["layer/nodejs", "project"]) await write(packageAt(place, "left-pad"));
    expect(await load("left-pad")).toHaveProperty("place", "layer/nodejs");
  });

  test("finds no other package of the project", async () => {
    await write(packageAt("project", "left-pad"));
    expect(await load("left-pad")).toEqual({
      code: expect.stringMatching(/MODULE_NOT_FOUND$/),
      message: expect.stringMatching(/^Cannot find (module|package) 'left-pad'/),
    });
  });

  test("names a package of the runtime that is not installed", async () => {
    expect(await load("@aws-sdk/client-s3")).toEqual({
      code: expect.stringMatching(/MODULE_NOT_FOUND$/),
      message: expect.stringMatching(/^Cannot find (module|package) '@aws-sdk\/client-s3'/),
    });
  });

  test("names a path that a package of the runtime does not have", async () => {
    await write(packageAt("harness", "@aws-sdk/client-s3"));
    expect(await load("@aws-sdk/client-s3/other")).toHaveProperty("code", "ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test("points version 2 of the SDK at the endpoint", async () => {
    const sdk = "module.exports = { config: { update(options) { Object.assign(this, options); } } };";
    await write({
      "harness/node_modules/aws-sdk/package.json": '{ "main": "lib/aws.js" }',
      "harness/node_modules/aws-sdk/lib/aws.js": sdk,
    });
    const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" };
    expect(await load("aws-sdk", { provided: "^aws-sdk(/|$)", env })).toEqual({
      config: { endpoint: env.AWS_ENDPOINT_URL, s3ForcePathStyle: true },
    });
    expect(await load("aws-sdk", { env })).toHaveProperty("code");
  });
});

test("worker threads find the same packages", async () => {
  await write(packageAt("project", "@aws-sdk/client-s3"));
  await write(packageAt("project", "left-pad"));
  await write({
    "project/.localstack/code/worker.mjs": `
      import { parentPort } from "node:worker_threads";
      const { default: { place } } = await import("@aws-sdk/client-s3");
      const { code } = await import("left-pad").catch((error) => error);
      parentPort.postMessage({ place, code });`,
  });
  const code = `
    import { Worker } from "node:worker_threads";
    new Worker(new URL("./worker.mjs", import.meta.url)).on("message", (message) => console.log(JSON.stringify(message)));`;
  expect(await run("index.mjs", code)).toEqual({ place: "project", code: "ERR_MODULE_NOT_FOUND" });
});
