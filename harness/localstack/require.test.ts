import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { requireLocalStack } from "./require.ts";

describe("a LocalStack is required", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  const serve = async (listener: RequestListener): Promise<string> => {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  };
  const json = (body: string) => serve((_, response) => response.end(body));

  test("and is there", async () => {
    await expect(
      requireLocalStack(await json('{"services":{},"version":"4.14.0"}')),
    ).resolves.toBeUndefined();
  });

  test.each(["{}", "null", '"services"', "<html>"])("and something else answers %s", async (body) => {
    await expect(requireLocalStack(await json(body))).rejects.toThrow(
      /something else\): run npx localstack-harness start/,
    );
  });

  test("and something else answers 404", async () => {
    const endpoint = await serve((_, response) => response.writeHead(404).end());
    await expect(requireLocalStack(endpoint)).rejects.toThrow(/something else/);
  });

  test("and it refuses this user", async () => {
    const endpoint = await serve((_, response) =>
      response.writeHead(403).end('{"error":"it belongs to another user"}'),
    );
    await expect(requireLocalStack(endpoint)).rejects.toThrow(/refused: it belongs to another user\)/);
  });

  test("and nothing listens", async () => {
    const endpoint = await json("{}");
    await new Promise((resolve) => server?.close(resolve));
    await expect(requireLocalStack(endpoint)).rejects.toThrow(/nothing listens there.*start or up/);
  });

  test("and it closes the connection", async () => {
    const endpoint = await serve((request) => request.socket.destroy());
    await expect(requireLocalStack(endpoint)).rejects.toThrow(/closed the connection without an answer/);
  });

  test.runIf(process.platform === "linux")("and it was stopped", async () => {
    const listen = `require("node:net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) })`;
    const child = spawn(process.execPath, ["-e", listen], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [port] = (await once(child.stdout, "data")) as [Buffer];
      child.kill("SIGSTOP");
      await expect(requireLocalStack(`http://127.0.0.1:${Number(port)}`, undefined, 300)).rejects.toThrow(
        new RegExp(
          `no answer within 0.3 s from .*\\(pid ${child.pid}\\), which is stopped \\(kill -CONT ${child.pid} `,
        ),
      );
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("but not when the command is being ended", async () => {
    const reason = new Error("interrupted");
    await expect(requireLocalStack(await json("{}"), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
