import { describe, expect, test } from "vitest";
import { serve } from "../testing/serve.ts";
import { reachableAddress, reachableAddresses } from "./addresses.ts";

const ENDPOINT = "http://localhost:4566";

test("a WebSocket's address is below the endpoint too, without TLS", () => {
  expect(reachableAddress("wss://ab12cd.execute-api.us-east-1.localhost:4566/test", ENDPOINT)).toBe(
    "ws://localhost:4566/_aws/execute-api/ab12cd/test",
  );
});

describe("an address of LocalStack's", () => {
  test.each([
    // RestApi.url
    ["https://ab12cd.execute-api.localhost:4566/prod/", "/_aws/execute-api/ab12cd/prod/"],
    ["https://ab12cd.execute-api.us-east-1.localhost/prod/", "/_aws/execute-api/ab12cd/prod/"],
    [
      "http://ab12cd.execute-api.localhost.localstack.cloud:4566/prod/a?b=c#d",
      "/_aws/execute-api/ab12cd/prod/a?b=c#d",
    ],
    ["https://ab12cd-vpce-0f.execute-api.localhost:4566/prod", "/_aws/execute-api/ab12cd/prod"],
    // a queue, by each of SQS_ENDPOINT_STRATEGY
    ["http://sqs.eu-west-1.localhost:4566/000000000000/q", "/queue/eu-west-1/000000000000/q"],
    [
      "http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/q.fifo",
      "/queue/us-east-1/000000000000/q.fifo",
    ],
    ["http://eu-west-1.queue.localhost:4566/000000000000/q", "/queue/eu-west-1/000000000000/q"],
    ["http://queue.localhost:4566/000000000000/q", "/queue/us-east-1/000000000000/q"],
    ["http://localhost:4566/queue/us-east-1/000000000000/q", "/queue/us-east-1/000000000000/q"],
    // an object
    ["https://s3.us-east-1.localhost/bucket/key", "/bucket/key"],
    ["https://my.bucket.s3.localhost:4566/key", "/my.bucket/key"],
    ["https://bucket.s3.us-east-1.localhost.localstack.cloud:4566/key", "/bucket/key"],
    ["https://localhost.localstack.cloud:4566/_aws/ses", "/_aws/ses"],
  ])("%s is below the endpoint", (address, path) => {
    expect(reachableAddress(address, ENDPOINT)).toBe(ENDPOINT + path);
  });

  test.each([
    ["http://bucket.s3-website.localhost:4566", "http://bucket.s3-website.localhost:4566"],
    [
      "http://bucket.s3-website.localhost.localstack.cloud:4566/a",
      "http://bucket.s3-website.localhost:4566/a",
    ],
    [
      "https://abc.lambda-url.us-east-1.localhost.localstack.cloud:4566/",
      "http://abc.lambda-url.us-east-1.localhost:4566/",
    ],
  ])("%s keeps its host, without TLS", (address, expected) => {
    expect(reachableAddress(address, ENDPOINT)).toBe(expected);
  });

  test("that keeps its host is reached by this process", async () => {
    await using server = await serve(() => ({ status: 200, body: "here" }));
    const { port } = new URL(server.endpoint);
    const address = `https://abc.lambda-url.us-east-1.localhost:${port}/`;
    const response = await fetch(reachableAddress(address, `http://localhost:${port}`));
    expect(await response.json()).toBe("here");
  });
});

test.each([
  "arn:aws:states:us-east-1:000000000000:stateMachine:localhost",
  "bucket.s3.localhost",
  "http://app.localhost:3000/",
  "http://localhost:3000/a",
  "https://ab12cd.execute-api.us-east-1.amazonaws.com/prod/",
  "https://example.com/?next=http://x.execute-api.localhost:4566/",
  "http://[",
  "",
])("%j stays as it is", (text) => {
  expect(reachableAddress(text, ENDPOINT)).toBe(text);
});

test("outputs are translated each for itself", () => {
  const outputs = { ApiUrl: "https://a.execute-api.localhost:4577/v1/", Bucket: "b" };
  expect(reachableAddresses(outputs, "http://localhost:4577")).toEqual({
    ApiUrl: "http://localhost:4577/_aws/execute-api/a/v1/",
    Bucket: "b",
  });
});
