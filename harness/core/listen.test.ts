import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { listenFrom } from "./listen.ts";

async function listening(first: number): Promise<{ server: Server; port: number }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return { server, port: await listenFrom(first, server) };
}

test("a port that is taken is passed over, and is the same again once it is free", async () => {
  const { server, port } = await listening(0);
  const { port: other } = await listening(port);
  expect(other).not.toBe(port);
  server.close();
  await once(server, "close");
  expect(await listening(port)).toMatchObject({ port });
});

test("a port that browsers refuse, or that does not exist, is passed over", async () => {
  expect((await listening(10_080)).port).not.toBe(10_080);
  expect((await listening(70_000)).port).toBeLessThan(65_536);
});
