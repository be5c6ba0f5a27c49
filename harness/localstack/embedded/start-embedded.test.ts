import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { poll } from "../../core/poll.ts";
import { localStackHealth } from "../health.ts";
import { LOCALSTACK_FOLDER, stateFolder } from "../paths.ts";
import { anyFreePort, PortTakenError } from "../port.ts";
import { processesOf } from "../process/processes.ts";
import { damagedFile } from "../python/integrity.ts";
import { discardEnvironment, ensureEnvironment } from "../python/venv.ts";
import type { LocalStack } from "../start.ts";
import { readInstance } from "./instance.ts";
import { LocalStackStartError } from "./launch.ts";
import { startEmbedded } from "./start-embedded.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

vi.mock("../python/venv.ts");
vi.mock("../python/integrity.ts");
vi.mock("../paths.ts", async () => {
  const { mkdtempSync, realpathSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const folder = realpathSync(mkdtempSync(`${tmpdir()}/embedded of `));
  return {
    PROJECT_ROOT: folder,
    LOCALSTACK_FOLDER: folder,
    PLUGIN_FOLDER: `${folder}/plugin`,
    stateFolder: (port: number) => `${folder}/state-${port}`,
  };
});

/** What is started in LocalStack's place: it answers as LocalStack with the plugin does, and has one function running. */
const STAND_IN = `#!/usr/bin/env node
const { spawn } = require("node:child_process");
const { createServer } = require("node:http");
const { FAKE = "", GATEWAY_LISTEN, HARNESS_LIFELINE } = process.env;
console.log("fake", FAKE);
if (FAKE === "dies") process.exit(3);
if (FAKE === "fills") {
  console.log("OSError: [Errno 28] No space left on device");
  process.exit(1);
}
if (FAKE === "collides") {
  console.log("OSError: [Errno 98] Address already in use");
  process.exit(1);
}
if (HARNESS_LIFELINE) process.stdin.on("end", () => process.exit(1)).resume();
spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { detached: true, stdio: "ignore" });
const answers = {
  "/_localstack/health": { version: "4.14.0", services: {} },
  "/_harness/info": FAKE === "plain" ? undefined : { executor: FAKE === "docker" ? "docker" : "node-process" },
};
if (FAKE !== "deaf")
  createServer(({ url }, response) => {
    if (url === "/die") process.exit(9);
    if (answers[url]) response.end(JSON.stringify(answers[url]));
    else response.writeHead(404).end();
  }).listen(Number(GATEWAY_LISTEN.split(":")[1]), "127.0.0.1");
`;

const started: LocalStack[] = [];
let port: number;

beforeEach(async () => {
  const python = join(LOCALSTACK_FOLDER, "stand-in");
  await mkdir(LOCALSTACK_FOLDER, { recursive: true });
  await writeFile(python, STAND_IN);
  await chmod(python, 0o755);
  vi.mocked(ensureEnvironment).mockReset().mockResolvedValue(python);
  vi.mocked(damagedFile).mockReset().mockResolvedValue(undefined);
  port = await anyFreePort();
});
afterEach(async () => {
  for (const localStack of started.splice(0)) await localStack.stop();
});
afterAll(() => rm(LOCALSTACK_FOLDER, { recursive: true }));

async function start(
  options: Partial<Parameters<typeof startEmbedded>[0]> & { fake?: string } = {},
): Promise<LocalStack> {
  const { fake = "", ...rest } = options;
  const localStack = await startEmbedded({ port, env: { FAKE: fake }, ...rest });
  started.push(localStack);
  return localStack;
}

const nothingLeft = async (): Promise<void> => {
  expect(await processesOf(stateFolder(port))).toEqual([]);
  expect(await localStackHealth(port)).toBeUndefined();
};

describe("an embedded LocalStack", () => {
  test("answers, and is gone with its functions when it is stopped", async () => {
    const localStack = await start();
    expect(localStack).toMatchObject({ kind: "embedded", endpoint: `http://localhost:${port}` });
    expect(await localStackHealth(port)).toMatchObject({ version: "4.14.0" });
    expect(await processesOf(stateFolder(port))).toHaveLength(2);
    await Promise.all([localStack.stop(), localStack.stop()]);
    await nothingLeft();
    expect(await readFile(join(stateFolder(port), "localstack.log"), "utf8")).toContain("fake");
  });

  test("on any port leaves no folder", async () => {
    const localStack = await start({ port: 0 });
    const any = Number(new URL(localStack.endpoint).port);
    await access(stateFolder(any));
    await localStack.stop();
    await expect(access(stateFolder(any))).rejects.toThrow("ENOENT");
  });

  test("that ends by itself says so, once its functions are gone", async () => {
    const localStack = await start();
    await fetch(`http://127.0.0.1:${port}/die`).catch(() => {});
    const end = await localStack.ended;
    expect(end).toMatchObject({
      exitCode: 9,
      message: expect.stringMatching(new RegExp(`${port} ended with code 9.*log`)),
    });
    await nothingLeft();
  });

  test("ends with its starter, however that ends", async () => {
    const script = `
      import { launch } from ${JSON.stringify(join(import.meta.dirname, "launch.ts"))};
      await launch(${JSON.stringify({
        port,
        folder: stateFolder(port),
        python: join(LOCALSTACK_FOLDER, "stand-in"),
        node: process.execPath,
        plugin: "/nowhere",
        detached: false,
        anyPort: false,
      })});
      console.log("ready");
    `;
    await mkdir(stateFolder(port), { recursive: true });
    const starter = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(starter.stdout, "data");
    starter.kill("SIGKILL");
    await poll({ awaiting: "its end", within: 5_000 }, async () =>
      (await localStackHealth(port)) ? { seen: "it answers" } : { done: true },
    );
    // its reaper is the plugin's: here the next start ends what is left
    await start();
  });

  test("outlives its starter when it is detached", async () => {
    const localStack = await start({ detached: true });
    expect(await readInstance(stateFolder(port))).not.toHaveProperty("owner");
    await localStack.stop();
    await nothingLeft();
  });
});

describe("a second one", () => {
  test("on the same port is refused", async () => {
    await start();
    await expect(start()).rejects.toThrow(PortTakenError);
    expect(await localStackHealth(port)).toBeDefined();
  });

  test("is the first one, where that will do", async () => {
    await start();
    const onProgress = vi.fn();
    const second = await start({ orAttach: true, onProgress });
    expect(second.kind).toBe("running");
    expect(onProgress).toHaveBeenCalledWith(
      expect.stringMatching(/using the LocalStack 4\.14\.0.*node-process/),
    );
    await second.stop();
    expect(await localStackHealth(port)).toBeDefined();
  });

  test("at the same time becomes the first one too", async () => {
    const both = await Promise.all([start({ orAttach: true }), start({ orAttach: true })]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["embedded", "running"]);
  });
});

describe("a start", () => {
  test.each([
    ["dies", /ended during its start, with code 3; its log, .*localstack\.log, ends with:\nfake dies/],
    ["docker", /runs functions by docker, not by node-process/],
    ["plain", /did not load the plugin/],
  ])("of a LocalStack that %s is an error that shows why, and leaves nothing", async (fake, why) => {
    const failed = start({ fake });
    await expect(failed).rejects.toThrow(LocalStackStartError);
    await expect(failed).rejects.toThrow(why);
    await nothingLeft();
  });

  test("on a full disk says so", async () => {
    await expect(start({ fake: "fills" })).rejects.toThrow(/disk is full \(OSError: \[Errno 28\]/);
    expect(damagedFile).not.toHaveBeenCalled();
  });

  test("ends with the signal, and leaves nothing", async () => {
    const controller = new AbortController();
    const onProgress = (step: string) => {
      if (step.startsWith("starting")) setImmediate(() => controller.abort(new Error("enough")));
    };
    await expect(start({ fake: "deaf", signal: controller.signal, onProgress })).rejects.toThrow("enough");
    await nothingLeft();
  });

  test("on a port of somebody else's is refused", async () => {
    const server = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
    await once(server, "listening");
    await expect(start({ orAttach: true })).rejects.toThrow(/is taken by something else/);
    server.close();
  });

  test("takes another port when the one it found was taken meanwhile", async () => {
    await expect(start({ port: 0, fake: "collides" })).rejects.toThrow(PortTakenError);
    expect(ensureEnvironment).toHaveBeenCalledTimes(5);
  });

  test("builds a damaged environment anew, once", async () => {
    vi.mocked(damagedFile).mockResolvedValue("localstack/config.py");
    const onProgress = vi.fn();
    await expect(start({ fake: "dies", onProgress })).rejects.toThrow(LocalStackStartError);
    expect(onProgress).toHaveBeenCalledWith(expect.stringContaining("damaged (localstack/config.py)"));
    expect(discardEnvironment).toHaveBeenCalledOnce();
    expect(ensureEnvironment).toHaveBeenCalledTimes(2);
  });
});
