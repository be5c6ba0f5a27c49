import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test, vi } from "vitest";
import { LocalStackGoneError } from "../core/localstack-http.ts";
import { type StubResponse, serve } from "../testing/serve.ts";
import { createClients } from "./clients.ts";

const executionArn = "arn:aws:states:us-east-1:000000000000:execution:m:e";
const describeExecution = new DescribeExecutionCommand({ executionArn });
const throttled: StubResponse = {
  status: 400,
  body: { __type: "ThrottlingException", message: "slow down" },
};
const unavailable: StubResponse = { status: 503, body: {} };

afterEach(() => {
  vi.useRealTimers();
});

describe("a request of the harness", () => {
  test.each([
    ["is throttled", throttled],
    ["fails in the service", unavailable],
  ])("that %s is retried, also under fake timers", async (_, failure) => {
    const responses = [failure, failure];
    await using server = await serve(() => responses.shift() ?? { status: 200, body: { executionArn } });
    const clients = createClients(server.endpoint);
    vi.useFakeTimers();
    expect((await clients.sfn.send(describeExecution)).executionArn).toBe(executionArn);
    expect(server.requests).toHaveLength(3);
    clients.destroy();
  });

  test("fails with the service's error when retries do not help", async () => {
    await using server = await serve(() => throttled);
    const clients = createClients(server.endpoint);
    await expect(clients.sfn.send(describeExecution)).rejects.toMatchObject({ name: "ThrottlingException" });
    expect(server.requests).toHaveLength(3);
    clients.destroy();
  });

  test("that the service refuses is not retried", async () => {
    await using server = await serve(() => ({ status: 400, body: { __type: "InvalidArn" } }));
    const clients = createClients(server.endpoint);
    await expect(clients.sfn.send(describeExecution)).rejects.toMatchObject({ name: "InvalidArn" });
    expect(server.requests).toHaveLength(1);
    clients.destroy();
  });

  test("to a LocalStack that has gone says so", async () => {
    const { endpoint } = await (async () => {
      await using server = await serve(() => undefined);
      return server;
    })();
    const clients = createClients(endpoint);
    await expect(clients.sfn.send(describeExecution)).rejects.toThrow(LocalStackGoneError);
    clients.destroy();
  });
});
