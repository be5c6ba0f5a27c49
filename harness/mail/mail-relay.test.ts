import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { type EventQueue, type QueuedEvent, startMailRelay } from "./mail-relay.ts";

/** A queue that is filled by hand. */
class Queue implements EventQueue {
  readonly waiting: QueuedEvent[] = [];
  readonly removed: string[] = [];
  broken: Error | undefined;

  put(messageId: string, eventType = "Delivery"): void {
    const mail = { messageId, timestamp: "2026-10-19T23:20:52.240Z", source: "cuddles@example.com" };
    const body = JSON.stringify({ eventType, mail, delivery: { recipients: ["rex@example.com"] } });
    this.waiting.push({ body, receipt: messageId });
  }

  async receive(signal: AbortSignal): Promise<QueuedEvent[]> {
    await sleep(1, undefined, { signal });
    if (this.broken) throw this.broken;
    return this.waiting.splice(0, 10);
  }

  async remove(messages: readonly QueuedEvent[]): Promise<void> {
    this.removed.push(...messages.map(({ receipt }) => receipt));
  }
}

const ids = async (endpoint: string): Promise<string[]> => {
  const response = await fetch(`${endpoint}/_aws/ses`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { messages } = (await response.json()) as { messages: { Id: string }[] };
  return messages.map(({ Id }) => Id);
};

describe("the relay of mails", () => {
  test("shows each delivered mail once, and leaves nothing in the queue", async () => {
    const queue = new Queue();
    await using relay = await startMailRelay(queue);
    expect(await ids(relay.endpoint)).toEqual([]);
    for (const id of ["a", "b", "a"]) queue.put(id);
    queue.put("c", "Send");
    await vi.waitFor(async () => expect(await ids(relay.endpoint)).toEqual(["a", "b"]));
    expect(queue.removed).toEqual(["a", "b", "a", "c"]);
  });

  test("forgets one, and answers as LocalStack does where it does not know it", async () => {
    const queue = new Queue();
    await using relay = await startMailRelay(queue);
    queue.put("a");
    await vi.waitFor(async () => expect(await ids(relay.endpoint)).toEqual(["a"]));
    const forget = () => fetch(`${relay.endpoint}/_aws/ses?id=a`, { method: "DELETE" });
    expect((await forget()).status).toBe(204);
    expect((await forget()).status).toBe(500);
    expect(await ids(relay.endpoint)).toEqual([]);
  });

  test("says that the queue cannot be read, instead of showing no mails", async () => {
    const queue = new Queue();
    await using relay = await startMailRelay(queue);
    queue.broken = new Error("AccessDenied");
    await vi.waitFor(() => expect(ids(relay.endpoint)).rejects.toThrow(/502.*AccessDenied/));
  });

  test("listens on the loopback interface until it is stopped", async () => {
    const relay = await startMailRelay(new Queue());
    expect(new URL(relay.endpoint).hostname).toBe("127.0.0.1");
    await relay[Symbol.asyncDispose]();
    await expect(fetch(`${relay.endpoint}/_aws/ses`)).rejects.toThrow();
  });
});
