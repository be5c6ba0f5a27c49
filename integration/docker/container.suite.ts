/** Promise: several LocalStacks run in separate containers, run functions in containers, and leave nothing behind. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { execa } from "execa";
import { clientConfig, startLocalStack } from "localstack-harness";
import { describe, expect, test } from "vitest";
import { ThrowawayFunction } from "../throwaway-function.ts";
import { containers, INSTANCE_LABEL, instanceAt, untilNone } from "./docker.ts";

const MEOW = { "index.mjs": "export const handler = async () => 'meow';" };
const PREFER_LOCAL = { preferLocal: true } as const;
const start = () => startLocalStack({ target: "container", port: 0 });

async function buckets(endpoint: string): Promise<(string | undefined)[]> {
  const client = new S3Client(clientConfig(endpoint));
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  client.destroy();
  return Buckets.map(({ Name }) => Name);
}

async function makeBucket(endpoint: string, name: string): Promise<void> {
  const client = new S3Client(clientConfig(endpoint));
  await client.send(new CreateBucketCommand({ Bucket: name }));
  client.destroy();
}

/** Runs starter.ts until it has said that its function answered. */
async function starter(mode: "stop" | "hold" | "detach", env: Record<string, string> = {}) {
  const child = execa("node", ["integration/docker/starter.ts", mode], { env, stdin: "pipe", reject: false });
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    child.then(() => []),
  ])) as string[];
  if (!line) throw new Error(`the starter said nothing: ${(await child).stderr}`);
  return { child, ...(JSON.parse(line) as { endpoint: string; payload: string }) };
}

describe("a function", () => {
  test("runs in a separate container, which ends with LocalStack", async () => {
    const localstack = await start();
    const label = await instanceAt(localstack.endpoint);
    const fn = await ThrowawayFunction.create(localstack.endpoint, MEOW);
    expect((await fn.invoke()).payload).toBe("meow");
    // it is kept warm for the next invocation
    const running = await containers(label);
    expect(running.map(({ image }) => image).sort()).toEqual([
      "localstack/localstack:4.14.0",
      "public.ecr.aws/lambda/nodejs:24",
    ]);
    expect(running.map(({ state }) => state)).toEqual(["running", "running"]);
    await localstack.stop();
    expect(await containers(label)).toEqual([]);
  });
});

describe("two at once", () => {
  test("share nothing", async () => {
    const [one, other] = await Promise.all([start(), start()]);
    await using _other = other;
    try {
      expect(one.endpoint).not.toBe(other.endpoint);
      await makeBucket(one.endpoint, "cats-only");
      expect(await buckets(one.endpoint)).toContain("cats-only");
      expect(await buckets(other.endpoint)).not.toContain("cats-only");
    } finally {
      await one.stop();
    }
    await makeBucket(other.endpoint, "still-here");
    expect(await buckets(other.endpoint)).toContain("still-here");
  });

  test("listen on loopback only", async () => {
    await using localstack = await start();
    const [line] = await containers(await instanceAt(localstack.endpoint));
    const published = line?.ports.split(", ").filter((port) => port.includes("->"));
    expect(published).toEqual([`127.0.0.1:${new URL(localstack.endpoint).port}->4566/tcp`]);
  });
});

describe("what is left behind", () => {
  test("without Ryuk: nothing after an orderly stop", async () => {
    const { child, endpoint, payload } = await starter("hold", { TESTCONTAINERS_RYUK_DISABLED: "true" });
    expect(payload).toBe("meow");
    const label = await instanceAt(endpoint);
    expect(await containers(label)).toHaveLength(2);
    child.stdin.end();
    expect((await child).exitCode).toBe(0);
    expect(await containers(label)).toEqual([]);
  });

  test("with Ryuk: nothing soon after the starter was killed", async () => {
    const { child, endpoint } = await starter("hold");
    const label = await instanceAt(endpoint);
    child.kill("SIGKILL");
    await child;
    await untilNone(label, 60_000);
  });
});

describe("in the background", () => {
  test("it outlives the command that started it, until it is stopped", async () => {
    const { child, endpoint } = await starter("detach");
    expect((await child).exitCode).toBe(0);
    const label = await instanceAt(endpoint);
    expect(await containers(label)).toHaveLength(2);
    const down = ["down", "--port", new URL(endpoint).port];
    expect((await execa("localstack-harness", down, PREFER_LOCAL)).stdout).toMatch(/Stop LocalStack: done/);
    // Docker removes containers that have ended
    await expect.poll(() => containers(label), { timeout: 45_000 }).toEqual([]);
    expect((await execa("localstack-harness", down, PREFER_LOCAL)).stdout).toMatch(
      /no LocalStack is running/,
    );
  });
});

describe("reuse on demand", () => {
  test("the next run finds the container of the first", async () => {
    const env = { TESTCONTAINERS_REUSE_ENABLE: "true" };
    const first = await starter("stop", env);
    expect((await first.child).exitCode).toBe(0);
    const label = await instanceAt(first.endpoint);
    try {
      const second = await starter("stop", env);
      expect((await second.child).exitCode).toBe(0);
      expect(second.endpoint).toBe(first.endpoint);
    } finally {
      const main = (await containers(label)).find(({ image }) => image.startsWith("localstack/"));
      await execa("docker", ["stop", "--time", "30", main?.name ?? ""]);
    }
    await untilNone(label, 30_000);
  });
});

describe("what is missing is said, with the way out", () => {
  test("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(startLocalStack({ target: "container", port })).rejects.toThrow(
      new RegExp(`port ${port} is taken .*PORT=`),
    );
    server.close();
  });

  test("a daemon that is down", async () => {
    const { stderr, exitCode } = await execa("node", ["integration/docker/starter.ts", "stop"], {
      env: { DOCKER_HOST: "unix:///nowhere/docker.sock" },
      reject: false,
    });
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/HarnessError: the Docker daemon does not answer at \/nowhere\/docker\.sock/);
  });

  test("nothing of those was left", async () => {
    expect((await containers(INSTANCE_LABEL)).filter(({ state }) => state !== "running")).toEqual([]);
  });
});
