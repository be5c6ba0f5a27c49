import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  access,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { poll } from "../../core/poll.ts";
import { localStackHealth } from "../health.ts";
import { logFile } from "../logs.ts";
import { stateRoot } from "../paths.ts";
import { anyFreePort } from "../port.ts";
import { isAlive, processesOf } from "../process/processes.ts";
import { damagedFile } from "../python/integrity.ts";
import { discardVenv, ensureVenv } from "../python/venv.ts";
import type { LocalStack } from "../start.ts";
import { readInstance } from "./instance.ts";
import { startEmbedded } from "./start-embedded.ts";
import { prepareState, stateFolder } from "./state-folder.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 30_000 });

vi.mock("../python/venv.ts");
vi.mock("../python/integrity.ts");

/** What is started instead of LocalStack: it answers as LocalStack with the plugin does, and has one function running. */
const STAND_IN = `const { spawn } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const { createServer } = require("node:http");
const { FAKE = "", GATEWAY_LISTEN, HARNESS_LIFELINE } = process.env;
console.log("fake", FAKE);
writeFileSync("mails.json", "to ann@example.com");
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
let project: string;
let base: string;
let port: number;

beforeEach(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), "embedded of ")));
  base = stateRoot(project);
  const venv = join(project, "venv");
  await mkdir(join(venv, "bin"), { recursive: true });
  const python = join(venv, "bin", "python");
  // a script's first line cannot name a Node.js in a folder with a space
  await writeFile(python, '#!/bin/sh\nexec "$0.node" "$0.cjs"\n');
  await chmod(python, 0o755);
  await symlink(process.execPath, `${python}.node`);
  await writeFile(`${python}.cjs`, STAND_IN);
  vi.mocked(ensureVenv).mockReset().mockResolvedValue(venv);
  vi.mocked(damagedFile).mockReset().mockResolvedValue(undefined);
  port = await anyFreePort();
});
afterEach(async () => {
  for (const localStack of started.splice(0)) await localStack.stop();
  await rm(project, { recursive: true });
});

async function start(
  options: Partial<Parameters<typeof startEmbedded>[0]> & { fake?: string } = {},
): Promise<LocalStack> {
  const { fake = "", ...rest } = options;
  const localStack = await startEmbedded({ port, project, env: { FAKE: fake }, ...rest });
  started.push(localStack);
  return localStack;
}

const pidOf = async (at: number): Promise<number> => (await readInstance(stateFolder(at, base)))?.pid ?? 0;

/** No process, and no file but the log of a crash. */
async function nothingLeft(...logs: string[]): Promise<void> {
  expect(await processesOf(stateFolder(port, base))).toEqual([]);
  expect(await localStackHealth(port)).toBeUndefined();
  expect(await readdir(base)).toEqual(logs);
}

describe("an embedded LocalStack", () => {
  test("answers, and is gone with its functions and files when it is stopped", async () => {
    const localStack = await start();
    expect(localStack).toMatchObject({ kind: "embedded", endpoint: `http://localhost:${port}` });
    expect(await localStackHealth(port)).toMatchObject({ version: "4.14.0" });
    expect(await processesOf(stateFolder(port, base))).toHaveLength(2);
    expect(await readFile(logFile(port, base), "utf8")).toContain("fake");
    await Promise.all([localStack.stop(), localStack.stop()]);
    await nothingLeft();
  });

  test("keeps its log on request", async () => {
    const localStack = await start();
    expect(localStack.log).toBe(logFile(port, base));
    await localStack.stop({ keepLog: true });
    await nothingLeft(`localstack-${port}.log`);
  });

  test("writes for its owner only", async () => {
    await start();
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect(await modeOf(base)).toBe("700");
    expect(await modeOf(stateFolder(port, base))).toBe("700");
    expect(await modeOf(join(stateFolder(port, base), "mails.json"))).toBe("600");
    expect(await modeOf(logFile(port, base))).toBe("600");
  });

  test("on any port leaves no folder", async () => {
    const localStack = await start({ port: 0 });
    await access(stateFolder(Number(new URL(localStack.endpoint).port), base));
    await localStack.stop();
    await nothingLeft();
  });

  test("that ends says so once its functions are gone, and its log stays", async () => {
    const localStack = await start();
    await fetch(`http://127.0.0.1:${port}/die`).catch(() => {});
    const end = await localStack.ended;
    expect(end).toMatchObject({
      code: "LOCALSTACK_ENDED",
      exitCode: 9,
      message: `localstack on port ${port} ended with code 9; its log is ${logFile(port, base)}`,
    });
    await localStack.stop();
    await nothingLeft(`localstack-${port}.log`);
  });

  test("that the system stops counts as ended, and can still be stopped", async () => {
    const localStack = await start();
    const pid = await pidOf(port);
    process.kill(pid, "SIGSTOP");
    const stopped = performance.now();
    const { message } = await localStack.ended;
    expect(performance.now() - stopped).toBeLessThan(15_000);
    expect(message).toMatch(
      new RegExp(
        `port ${port} does not answer: process ${pid}, which is stopped \\(kill -CONT ${pid} continues it`,
      ),
    );
    await localStack.stop();
    await nothingLeft();
  });

  test("ends with its starter, however that ends", async () => {
    const folder = stateFolder(port, base);
    await prepareState(folder);
    const script = `
      import { launch } from ${JSON.stringify(join(import.meta.dirname, "launch.ts"))};
      import { LOCALSTACK } from ${JSON.stringify(join(import.meta.dirname, "../emulators/localstack.ts"))};
      await launch({ emulator: LOCALSTACK, ...${JSON.stringify({
        port,
        folder,
        log: logFile(port, base),
        python: join(project, "venv", "bin", "python"),
        node: process.execPath,
        plugin: "/nowhere",
        project,
        detached: false,
      })} });
      console.log("ready");
    `;
    const starter = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(starter.stdout, "data");
    starter.kill("SIGKILL");
    await poll({ awaiting: "its end", within: 5_000 }, async () =>
      (await localStackHealth(port)) ? { seen: "it answers" } : { done: true },
    );
    const instance = await readInstance(folder);
    await poll({ awaiting: "the end of its process", within: 5_000 }, async () =>
      instance && (await isAlive(instance)) ? { seen: "it is alive" } : { done: true },
    );
    // its reaper is the plugin's: here the next start ends what is left, on any port
    await start({ port: 0 });
    expect(await processesOf(folder)).toEqual([]);
    await expect(access(folder)).rejects.toThrow("ENOENT");
  });

  test("outlives its starter when it is detached", async () => {
    const localStack = await start({ detached: true });
    expect(await readInstance(stateFolder(port, base))).not.toHaveProperty("owner");
    await localStack.stop();
    await nothingLeft();
  });
});

describe("a second one", () => {
  test("on the same port is refused", async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      code: "PORT_TAKEN",
      message: expect.stringContaining(`taken by a LocalStack of this project (pid ${await pidOf(port)})`),
    });
    expect(await localStackHealth(port)).toBeDefined();
  });

  test("where the first one is stopped says so, and what to do", async () => {
    await start();
    const pid = await pidOf(port);
    process.kill(pid, "SIGSTOP");
    const message = new RegExp(
      `^port ${port} is taken by a LocalStack of this project \\(pid ${pid}\\), which is stopped \\(kill -CONT ${pid} continues it, kill -KILL ${pid} ends it\\): end that, or choose another port with PORT=${port + 1}$`,
    );
    await expect(start({ orAttach: true })).rejects.toThrow(message);
  });

  test("is the first one, where the caller allows that", async () => {
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
    ["dies", /ended during its start, with code 3; its log, .*localstack-\d+\.log, ends with:\nfake dies/],
    ["docker", /runs functions by docker, not by node-process/],
    ["plain", /did not load the plugin/],
  ])("of a LocalStack that %s is an error that shows why, and leaves only the log", async (fake, why) => {
    const failed = start({ fake });
    await expect(failed).rejects.toMatchObject({ code: "LOCALSTACK_START_FAILED" });
    await expect(failed).rejects.toThrow(why);
    await nothingLeft(`localstack-${port}.log`);
  });

  test("on a full disk says so", async () => {
    await expect(start({ fake: "fills" })).rejects.toThrow(/disk is full \(OSError: \[Errno 28\]/);
    expect(damagedFile).not.toHaveBeenCalled();
  });

  test("in a project that cannot be written to says so", async () => {
    await writeFile(base, "");
    await expect(start()).rejects.toMatchObject({
      code: "NOT_WRITABLE",
      message: expect.stringMatching(/^cannot write in .*\.localstack \(EEXIST.*: make it writable for you/),
    });
    await rm(base);
  });

  test("ends with the signal, and leaves nothing", async () => {
    const controller = new AbortController();
    const onProgress = (step: string) => {
      if (step.startsWith("starting")) setImmediate(() => controller.abort(new Error("enough")));
    };
    await expect(start({ fake: "deaf", signal: controller.signal, onProgress })).rejects.toThrow("enough");
    await nothingLeft();
  });

  test("on a port of another program's is refused", async () => {
    const server = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
    await once(server, "listening");
    await expect(start({ orAttach: true })).rejects.toThrow(/is taken by something else/);
    server.close();
  });

  test("takes another port when the one it found was taken meanwhile", async () => {
    await expect(start({ port: 0, fake: "collides" })).rejects.toMatchObject({ code: "PORT_TAKEN" });
    expect(ensureVenv).toHaveBeenCalledTimes(5);
  });

  test("builds a damaged environment again, once", async () => {
    vi.mocked(damagedFile).mockResolvedValue("localstack/config.py");
    const onProgress = vi.fn();
    await expect(start({ fake: "dies", onProgress })).rejects.toMatchObject({
      code: "LOCALSTACK_START_FAILED",
    });
    expect(onProgress).toHaveBeenCalledWith(expect.stringContaining("damaged (localstack/config.py)"));
    expect(discardVenv).toHaveBeenCalledOnce();
    expect(ensureVenv).toHaveBeenCalledTimes(2);
  });
});
