/** Promise: a WebSocket API connects clients to functions, and functions to clients. */
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { clientConfig, deploy } from "localstack-harness";
import { inject } from "vitest";
import { WebSocket } from "ws";
import { test as base, expect } from "../app.ts";

interface Client {
  /** The next message that arrives. */
  next: () => Promise<string>;
  send: (message: string) => void;
  /** Closes the connection, and waits for its end. */
  close: (code: number) => Promise<number>;
}

const test = base.extend<{ $file: { chat: Record<string, string> } }>({
  chat: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => {
      const { outputs } = await deploy({
        endpoint: inject("endpoint"),
        app: "node integration/apps/cdk/web/websocket-api.app.ts",
        context: { stack: `chat-${crypto.randomUUID().slice(0, 8)}` },
      });
      await use(outputs);
    },
    { scope: "file" },
  ],
});

/** @throws the status of the response that refuses the connection */
async function connect(url: string): Promise<Client> {
  const socket = new WebSocket(url);
  const arrived: string[] = [];
  const waiting: ((message: string) => void)[] = [];
  socket.on("message", (data) => {
    const message = String(data);
    const first = waiting.shift();
    if (first) first(message);
    else arrived.push(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
    socket.once("unexpected-response", (_request, response) => reject(response.statusCode));
  });
  return {
    next: () => {
      const message = arrived.shift();
      return message === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(message);
    },
    send: (message) => socket.send(message),
    close: async (code) => {
      const { promise, resolve } = Promise.withResolvers<number>();
      socket.once("close", resolve);
      socket.close(code);
      return promise;
    },
  };
}

const CHAT = { timeout: 240_000 };

test("what one client says reaches all who are connected", CHAT, async ({ chat }) => {
  const [rex, tom] = await Promise.all([connect(`${chat.Url}?name=rex`), connect(`${chat.Url}?name=tom`)]);
  rex.send(JSON.stringify({ action: "say", text: "woof" }));
  expect(JSON.parse(await rex.next())).toEqual({ said: "woof" });
  expect(JSON.parse(await tom.next())).toEqual({ said: "woof" });
  await Promise.all([rex.close(1000), tom.close(1000)]);
});

test("a message goes to the route of its action, else to $default", CHAT, async ({ chat }) => {
  const client = await connect(`${chat.Url}?name=kit`);
  const long = "x".repeat(100_000);
  for (const message of ['{"action":"unknown"}', "no JSON", long]) {
    client.send(message);
    expect(await client.next()).toBe(`$default ${message}`);
  }
  client.send(JSON.stringify({ action: "ignore" }));
  client.send(JSON.stringify({ action: "fail" }));
  expect(JSON.parse(await client.next())).toEqual({
    message: "Internal server error",
    connectionId: expect.any(String),
    requestId: expect.any(String),
  });
  expect(await client.close(3000)).toBe(3000);
});

test("authorizer and $connect decide who is connected", CHAT, async ({ chat }) => {
  await expect(connect(`${chat.Url}`)).rejects.toBe(401);
  await expect(connect(`${chat.Url}?name=refused`)).rejects.toBe(403);
  await expect(connect(`${chat.Url}?name=stranger`)).rejects.toBe(418);
  await expect(connect(`${chat.Url?.replace("test", "other")}?name=rex`)).rejects.toBe(403);
});

test("$disconnect runs when a client leaves", CHAT, async ({ chat, endpoint }) => {
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  const names = async (): Promise<(string | undefined)[]> => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: chat.TableName }));
    return Items.map(({ name }) => name?.S);
  };
  const client = await connect(`${chat.Url}?name=gone`);
  expect(await names()).toContain("gone");
  await client.close(1000);
  await expect.poll(names).not.toContain("gone");
  dynamodb.destroy();
});
