import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
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
    expect((await clients.for(executionArn).sfn.send(describeExecution)).executionArn).toBe(executionArn);
    expect(server.requests).toHaveLength(3);
    clients.destroy();
  });

  test("fails with the service's error when retries do not help", async () => {
    await using server = await serve(() => throttled);
    const clients = createClients(server.endpoint);
    await expect(clients.for(executionArn).sfn.send(describeExecution)).rejects.toMatchObject({
      name: "ThrottlingException",
    });
    expect(server.requests).toHaveLength(3);
    clients.destroy();
  });

  test("that the service refuses is not retried", async () => {
    await using server = await serve(() => ({ status: 400, body: { __type: "InvalidArn" } }));
    const clients = createClients(server.endpoint);
    await expect(clients.for(executionArn).sfn.send(describeExecution)).rejects.toMatchObject({
      name: "InvalidArn",
    });
    expect(server.requests).toHaveLength(1);
    clients.destroy();
  });

  test("to a LocalStack that has gone says so", async () => {
    const { endpoint } = await (async () => {
      await using server = await serve(() => undefined);
      return server;
    })();
    const clients = createClients(endpoint);
    await expect(clients.for(executionArn).sfn.send(describeExecution)).rejects.toThrow(LocalStackGoneError);
    clients.destroy();
  });
});

describe("the clients of a connection", () => {
  const endpoint = "http://127.0.0.1:2";
  const places = [
    { account: "123456789012", region: "eu-west-1" },
    { account: "123456789012", region: "eu-central-1" },
    { account: "123456789012", region: "eu-west-1" },
  ];

  test("are one set for each account and region", async () => {
    const { all, destroy } = createClients(endpoint, places);
    const regions = await Promise.all(all.map(({ sfn }) => sfn.config.region()));
    expect(regions).toEqual(["eu-west-1", "eu-central-1"]);
    destroy();
  });

  test("are without any those of LocalStack's own account and region", async () => {
    const { all, destroy } = createClients(endpoint);
    expect(await Promise.all(all.map(({ logs }) => logs.config.region()))).toEqual(["us-east-1"]);
    destroy();
  });

  test("identify themselves, so that the plugin leaves their reading out of its record", async () => {
    const clients = createClients(endpoint);
    expect(await clients.all[0]?.sfn.config.userAgentAppId()).toBe("harness-observer");
    clients.destroy();
  });

  test("of other services are created once for each account and region", async () => {
    const clients = createClients(endpoint, places);
    const [first, second] = clients.places;
    if (!first || !second) throw new TypeError("there are two places");
    expect(clients.places).toHaveLength(2);
    expect(clients.of(S3Client, first)).toBe(clients.of(S3Client, { ...first }));
    expect(clients.of(S3Client, first)).not.toBe(clients.of(S3Client, second));
    await expect(clients.of(S3Client, first).send(new ListBucketsCommand({}))).rejects.toThrow(
      LocalStackGoneError,
    );
    clients.destroy();
  });

  test("are for a resource those of its account and region", async () => {
    const clients = createClients(endpoint, places);
    const { sfn } = clients.for("arn:aws:states:ap-south-1:000000000001:stateMachine:m");
    expect(await sfn.config.region()).toBe("ap-south-1");
    expect(await sfn.config.credentials()).toMatchObject({ accessKeyId: "000000000001" });
    expect(clients.for("arn:aws:states:eu-west-1:123456789012:stateMachine:m").sfn).toBe(clients.all[0]?.sfn);
    clients.destroy();
  });
});
