import { describe, expect, test, vi } from "vitest";
import type { TestProject } from "vitest/node";
import { LocalStackGoneError, refused } from "../core/localstack-http.ts";
import { serve } from "../testing/serve.ts";
import { superviseRun } from "./supervise.ts";

/** A run as far as the supervision touches it. */
function run() {
  const errors: [error: unknown, type: string][] = [];
  const cancelled = Promise.withResolvers<string>();
  const cancelCurrentRun = vi.fn(async (reason: string) => cancelled.resolve(reason));
  const state = { catchError: (error: unknown, type: string) => errors.push([error, type]) };
  const project = { vitest: { state, cancelCurrentRun } } as unknown as TestProject;
  return { project, errors, cancelled: cancelled.promise, cancelCurrentRun };
}

describe("a run is cancelled, with one error", () => {
  test("when LocalStack says that it has ended", async () => {
    await using localstack = await serve(() => undefined);
    const { project, errors, cancelled, cancelCurrentRun } = run();
    const ended = Promise.withResolvers<unknown>();
    using _supervision = superviseRun(project, { endpoint: localstack.endpoint, ended: ended.promise });
    ended.resolve({ exitCode: 137 });
    expect(await cancelled).toBe("test-failure");
    expect(errors).toEqual([[expect.any(LocalStackGoneError), "LocalStack ended during the run"]]);
    expect(cancelCurrentRun).toHaveBeenCalledTimes(1);
  });

  test("when nothing listens at the endpoint any more", async () => {
    const localstack = await serve(() => undefined);
    const { project, errors, cancelled } = run();
    using _supervision = superviseRun(project, localstack);
    await localstack[Symbol.asyncDispose]();
    await cancelled;
    expect(errors.map(([error]) => `${error}`)).toEqual([
      expect.stringContaining(`localstack at ${localstack.endpoint} does not answer`),
    ]);
  });
});

test("the starter's own word is heard, where it comes a moment after the connection broke", async () => {
  const localstack = await serve(() => undefined);
  const { project, errors, cancelled } = run();
  const ended = Promise.withResolvers<unknown>();
  using _supervision = superviseRun(project, { endpoint: localstack.endpoint, ended: ended.promise });
  await localstack[Symbol.asyncDispose]();
  await vi.waitUntil(() => refused(localstack.endpoint));
  ended.resolve(new Error("localstack ended with code 137; its log is x.log"));
  await cancelled;
  expect(errors.map(([error]) => `${error}`)).toEqual([
    expect.stringContaining("has gone: localstack ended with code 137; its log is x.log"),
  ]);
});

test("a LocalStack that is stopped on purpose ends nothing", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { project, cancelCurrentRun } = run();
    const ended = Promise.withResolvers<unknown>();
    const supervision = superviseRun(project, { endpoint: "http://127.0.0.1:9", ended: ended.promise });
    expect(vi.getTimerCount()).toBe(1);
    supervision[Symbol.dispose]();
    ended.resolve(undefined);
    await ended.promise;
    expect(vi.getTimerCount()).toBe(0);
    expect(cancelCurrentRun).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
