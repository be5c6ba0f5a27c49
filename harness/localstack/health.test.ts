import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { harnessInfo, localStackHealth } from "./health.ts";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(answer: (response: ServerResponse, path: string | undefined) => void): Promise<number> {
  server = createServer(({ url }, response) => answer(response, url)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const json = (value: unknown) => (response: ServerResponse) => response.end(JSON.stringify(value));

describe("a LocalStack", () => {
  test("is what answers with its health", async () => {
    const health = { version: "4.14.0", edition: "community", services: {} };
    const port = await serve((response, path) =>
      path === "/_localstack/health" ? json(health)(response) : response.writeHead(404).end(),
    );
    expect(await localStackHealth(port)).toEqual(health);
    expect(await harnessInfo(port)).toBeUndefined();
  });

  test("reports its plugin, if it has one", async () => {
    const info = { version: "0.1.0", executor: "node-process", features: [] };
    const port = await serve((response, path) =>
      path === "/_harness/info" ? json(info)(response) : response.writeHead(404).end(),
    );
    expect(await harnessInfo(port)).toEqual(info);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ["other JSON", json({ status: "ok" })],
    ["no object", json(null)],
    ["a page", (response) => response.end("<html>")],
    ["an error", (response) => response.writeHead(500).end("{}")],
    ["nothing", (response) => response.destroy()],
  ])("is not what answers with %s", async (_, answer) => {
    const port = await serve(answer);
    expect(await localStackHealth(port)).toBeUndefined();
    expect(await harnessInfo(port)).toBeUndefined();
  });
});

test("a question ends with the signal", async () => {
  const port = await serve(() => {});
  const reason = new Error("enough");
  const controller = new AbortController();
  const asking = localStackHealth(port, controller.signal);
  controller.abort(reason);
  await expect(asking).rejects.toBe(reason);
});
