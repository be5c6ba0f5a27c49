/** Promise: what is accepted is done, once and in time, also where much more is asked for than the machine can do. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { overload } from "../../scripts/overload/overload.ts";
import { expect, inContainer, test } from "../app.ts";

const LATEST_S = 30;
/** Megabytes, of LocalStack and its functions. */
const MEMORY = 4_096;
/** LocalStack, the shell that removes its files, and an environment of each function that a reminder needs. */
const FEWEST_PROCESSES = 5;
const CONNECTIONS = 500;

// a tenth of what `npm run bench:overload` posts
for (const { count, seconds } of [
  { count: 30, seconds: 2 },
  { count: 100, seconds: 6 },
]) {
  test(`${count} reminders within ${seconds} s`, async ({ harness, api, skip }) => {
    skip(harness.plugin === undefined, "AWS is not the machine of this suite");
    const waits = { shortest: 1, longest: 4 };
    const result = await overload(harness, { apiUrl: api.url, count, seconds, waits, latest: LATEST_S });
    expect(result.faults).toEqual([]);
    expect(result.accepted).toBe(count);
    expect(Object.keys(result.answers).filter((status) => !["202", "429"].includes(status))).toEqual([]);
    if (inContainer(harness)) return;
    expect(result.mostProcesses).toBeGreaterThanOrEqual(FEWEST_PROCESSES);
    expect(result.mostMemory).toBeLessThan(MEMORY);
  }, 180_000);
}

test(`${CONNECTIONS} connections that are open at the same time are all served`, async ({
  endpoint,
  harness,
  skip,
}) => {
  skip(harness.plugin === undefined, "AWS is not the machine of this suite");
  const { hostname, port } = new URL(endpoint);
  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, async (): Promise<Socket> => {
      const socket = connect(Number(port), hostname);
      await once(socket, "connect");
      return socket;
    }),
  );
  const statuses = await Promise.all(
    sockets.map(async (socket) => {
      socket.write(
        `GET /_localstack/health HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
      );
      return (await text(socket)).split(" ")[1];
    }),
  );
  expect(new Set(statuses)).toEqual(new Set(["200"]));
}, 120_000);
