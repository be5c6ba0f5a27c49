import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startLocalStack } from "./start.ts";

let server: Server;
let port: number;
let plugin: object | undefined;

beforeEach(async () => {
  plugin = undefined;
  server = createServer(({ url }, response) => {
    if (url === "/_localstack/health") response.end(JSON.stringify({ version: "4.14.0", services: {} }));
    else if (plugin && url === "/_harness/info") response.end(JSON.stringify(plugin));
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

async function attached() {
  const onProgress = vi.fn();
  const localStack = await startLocalStack({ target: "running", port, onProgress });
  return { localStack, said: onProgress.mock.calls.flat().join("\n") };
}

describe("a LocalStack that runs", () => {
  test("is used, and left running", async () => {
    plugin = { executor: "node-process", version: "0.1.0", features: [] };
    const { localStack, said } = await attached();
    expect(localStack).toMatchObject({ kind: "running", endpoint: `http://localhost:${port}` });
    expect(said).toMatch(/LocalStack 4\.14\.0.*functions run by node-process/);
    await localStack.stop();
    expect((await fetch(`http://127.0.0.1:${port}/_localstack/health`)).ok).toBe(true);
  });

  test("may lack the plugin, which is reported", async () => {
    expect((await attached()).said).toContain("without the harness's plugin");
  });

  test("that ends meanwhile says so", async () => {
    const { localStack } = await attached();
    server.closeAllConnections();
    server.close();
    expect((await localStack.ended).message).toMatch(
      new RegExp(`localstack on port ${port} does not answer any more`),
    );
  }, 10_000);

  test("is one by environment variable too", async () => {
    vi.stubEnv("TARGET", "running");
    expect((await startLocalStack({ port })).kind).toBe("running");
  });
});

test("where none runs, that is an error that says what to do", async () => {
  server.close();
  await once(server, "close");
  const start = startLocalStack({ target: "running", port });
  await expect(start).rejects.toMatchObject({
    code: "LOCALSTACK_NOT_RUNNING",
    message: expect.stringContaining(`http://localhost:${port}: start one (localstack-harness up)`),
  });
});

test("a target that there is not is an error", async () => {
  vi.stubEnv("TARGET", "docker");
  await expect(startLocalStack({ port })).rejects.toMatchObject({
    code: "TARGET_UNKNOWN",
    message: 'there is no target "docker": TARGET is one of auto, embedded, container, running, ministack',
  });
});
