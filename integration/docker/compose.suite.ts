/** Promise: `docker compose up` alone ends with a working app, and `docker compose down -v` leaves nothing of it. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import getPort from "get-port";
import { connect, type Harness } from "localstack-harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPLETION_SUBJECT } from "../../functions/reminder.ts";
import { ReminderApi } from "../reminder-api.ts";
import { containers, INSTANCE_LABEL, untilNone } from "./docker.ts";

const project = `cuddles-${crypto.randomUUID().slice(0, 8)}`;
const PROJECT_LABEL = `com.docker.compose.project=${project}`;
const FUNCTIONS_LABEL = `${INSTANCE_LABEL}=compose-${project}`;

let folder: string;
let port: number;
let harness: Harness;

/** A Docker command in the clone, by the project's name and port. */
async function docker(...args: string[]): Promise<string> {
  const env = { COMPOSE_PROJECT_NAME: project, PORT: String(port), NO_COLOR: "1" };
  const { all } = await execa("docker", args, { cwd: folder, env, all: true });
  return all;
}
const compose = (...args: string[]) => docker("compose", ...args);

/** The files that a clone of this checkout would have, with what is edited and not committed yet. */
async function cloneCheckout(to: string): Promise<void> {
  const { stdout } = await execa("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  const deleted = new Set((await execa("git", ["ls-files", "--deleted", "-z"])).stdout.split("\0"));
  for (const file of stdout.split("\0").filter((name) => name !== "" && !deleted.has(name))) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await cp(file, join(to, file));
  }
}

/** The addresses that the service prints for users to open. */
async function addresses(): Promise<{ site: string; api: string }> {
  const log = await compose("logs", "--no-log-prefix", "app");
  // the last start's, where there were several
  const last = (name: string) => [...log.matchAll(new RegExp(`^ *${name} +(http\\S+)`, "gm"))].at(-1)?.[1];
  return { site: last("Site") ?? "", api: last("API") ?? "" };
}

/** As a browser gets it; Node.js itself does not resolve `<bucket>.s3-website.localhost`. */
async function page(url: string): Promise<string> {
  const { host, pathname } = new URL(url);
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: pathname, headers: { host } }, resolve).once("error", reject);
  });
  return text(response);
}

async function remind(): Promise<void> {
  const { site, api } = await addresses();
  const email = harness.inbox.address();
  const { id } = await new ReminderApi(api, new URL(site).origin).request({
    waitSeconds: 0,
    message: "Brush Rex",
    email,
  });
  const mails = await harness.inbox.receiveExactly(2, { to: email }, { within: 60_000 });
  expect(mails.map(({ subject }) => subject).at(-1)).toBe(COMPLETION_SUBJECT);
  for (const mail of mails) expect(mail.text).toContain(id);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "a clone "));
  port = await getPort();
  await cloneCheckout(folder);
  await compose("up", "--wait").catch(async (cause: unknown) => {
    throw new Error(`the app did not start; its log:\n${await compose("logs", "--no-log-prefix", "app")}`, {
      cause,
    });
  });
  harness = await connect({ endpoint: `http://localhost:${port}` });
});

afterAll(async () => {
  await harness?.[Symbol.asyncDispose]();
  await compose("down", "--volumes", "--timeout", "30");
  await rm(folder, { recursive: true, force: true });
});

describe("docker compose up --wait", () => {
  test("returns when the page and the API answer, at the addresses that it prints", async () => {
    const { site, api } = await addresses();
    expect(await page(`${site}/`)).toContain("<title>");
    expect(JSON.parse(await page(`${site}/config.json`))).toMatchObject({ apiUrl: api });
    const unknown = await fetch(`${api}/petcuddleotron/${crypto.randomUUID()}`);
    expect(unknown.status).toBe(404);
  });

  test("a reminder leads to both mails, by functions in separate containers", async () => {
    await remind();
    const functions = await containers(FUNCTIONS_LABEL);
    expect(functions.length).toBeGreaterThanOrEqual(3);
    expect(new Set(functions.map(({ image }) => image))).toEqual(
      new Set(["public.ecr.aws/lambda/nodejs:24"]),
    );
  });

  test("publishes on loopback only", async () => {
    const published = (await containers(PROJECT_LABEL))
      .flatMap(({ ports }) => ports.split(", "))
      .filter((line) => line.includes("->"));
    expect(published).toEqual([`127.0.0.1:${port}->${port}/tcp`]);
  });

  test("the file has nothing that Compose warns of", async () => {
    expect(await compose("config", "--quiet")).toBe("");
  });

  test("writes nothing into the clone", async () => {
    const { stdout } = await execa("find", [".", "-newer", "package.json", "-name", "node_modules"], {
      cwd: folder,
    });
    expect(stdout).toBe("");
  });

  test("npm run test:e2e runs on it", async () => {
    const { exitCode, all } = await execa(
      "npx",
      ["vitest", "run", "--project", "e2e", "integration/workflow.test.ts", "integration/long-waits.test.ts"],
      {
        env: { TARGET: "running", PORT: String(port), REPORT: "docker-compose-e2e" },
        all: true,
        reject: false,
      },
    );
    expect(exitCode, all).toBe(0);
  });
});

describe("docker compose restart", () => {
  test("deploys what was edited", async () => {
    const index = join(folder, "site/index.html");
    await writeFile(
      index,
      (await readFile(index, "utf8")).replace(/<title>.*?<\/title>/, "<title>Edited</title>"),
    );
    await compose("restart");
    await compose("up", "--wait");
    expect(await page(`${(await addresses()).site}/`)).toContain("<title>Edited</title>");
    await remind();
  });
});

describe("docker compose down -v", () => {
  test("leaves no container, network or volume, even where LocalStack was killed", async () => {
    expect(await containers(FUNCTIONS_LABEL)).not.toEqual([]);
    await compose("kill", "localstack");
    await compose("down", "--volumes");
    await untilNone(FUNCTIONS_LABEL, 60_000);
    await untilNone(PROJECT_LABEL, 60_000);
    for (const kind of ["network", "volume"])
      expect(await docker(kind, "ls", "--quiet", "--filter", `label=${PROJECT_LABEL}`)).toBe("");
  });
});
