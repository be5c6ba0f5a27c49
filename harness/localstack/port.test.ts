import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { anyFreePort, assertPortFree, parseListener } from "./port.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  servers.push(server);
  server.listen(0, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("any free port is one that a LocalStack can have", async () => {
  const port = await anyFreePort();
  expect(port).toBeLessThan(32_768);
  await expect(assertPortFree(port)).resolves.toBeUndefined();
});

describe("a port", () => {
  test("where nothing listens is free", async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, "close");
    await expect(assertPortFree(port)).resolves.toBeUndefined();
  });

  test.each(["127.0.0.1", "::1", "0.0.0.0", "::"])("is taken by what listens on %s", async (host) => {
    const port = await listen(createTcpServer(), host);
    const assertion = assertPortFree(port);
    await expect(assertion).rejects.toMatchObject({ code: "PORT_TAKEN" });
    await expect(assertion).rejects.toThrow(
      new RegExp(`port ${port} is taken by something else.*PORT=${port + 1}`),
    );
  });

  test("with another LocalStack says so", async () => {
    const server = createServer((_, response) => {
      response.end(JSON.stringify({ version: "4.14.0", services: { s3: "running" } }));
    });
    const port = await listen(server);
    await expect(assertPortFree(port)).rejects.toThrow(/another LocalStack \(4\.14\.0\)/);
  });
});

test.each([
  ["p123\ncnode\nf19\n", { pid: 123, program: "node" }],
  ["", undefined],
])("lsof's %j is %j", (output, listener) => expect(parseListener(output)).toEqual(listener));
