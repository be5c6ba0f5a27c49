import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, test, vi } from "vitest";
import type { TestProject } from "vitest/node";
import { LocalStackGoneError, refused } from "../core/localstack-http.ts";
import { serve } from "../testing/serve.ts";
import { superviseRun } from "./supervise.ts";

/** The part of a run that the supervision uses. */
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

  test("when LocalStack accepts connections and responds no more, as after SIGSTOP", async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    const { project, errors, cancelled } = run();
    try {
      using _supervision = superviseRun(project, { endpoint }, { silence: 100 });
      await cancelled;
    } finally {
      server.close();
      server.unref();
    }
    expect(errors.map(([error]) => `${error}`)).toEqual([
      `LocalStackGoneError: LocalStack at ${endpoint} has gone: no response within 100 ms: it is stopped or stuck`,
    ]);
  });

  test("when nothing listens at the endpoint any more", async () => {
    const localstack = await serve(() => undefined);
    const { project, errors, cancelled } = run();
    using _supervision = superviseRun(project, localstack);
    await localstack[Symbol.asyncDispose]();
    await cancelled;
    expect(errors.map(([error]) => `${error}`)).toEqual([
      expect.stringContaining(`LocalStack at ${localstack.endpoint} does not answer`),
    ]);
  });
});

test("the starter's reason is shown, where it comes a moment after the connection broke", async () => {
  const localstack = await serve(() => undefined);
  const { project, errors, cancelled } = run();
  const ended = Promise.withResolvers<unknown>();
  using _supervision = superviseRun(project, { endpoint: localstack.endpoint, ended: ended.promise });
  await localstack[Symbol.asyncDispose]();
  await vi.waitUntil(() => refused(localstack.endpoint));
  ended.resolve(new Error("LocalStack ended with code 137; its log is x.log"));
  await cancelled;
  expect(errors.map(([error]) => `${error}`)).toEqual([
    expect.stringContaining("has gone: LocalStack ended with code 137; its log is x.log"),
  ]);
});

test("a LocalStack that is stopped on purpose ends nothing", async () => {
  const { project, cancelCurrentRun, errors } = run();
  const ended = Promise.withResolvers<unknown>();
  const supervision = superviseRun(project, { endpoint: "http://127.0.0.1:2", ended: ended.promise });
  supervision[Symbol.dispose]();
  ended.resolve(undefined);
  await ended.promise;
  // another run is cancelled for that endpoint
  const other = run();
  using _other = superviseRun(other.project, { endpoint: "http://127.0.0.1:2" });
  await other.cancelled;
  expect(cancelCurrentRun).not.toHaveBeenCalled();
  expect(errors).toEqual([]);
});
