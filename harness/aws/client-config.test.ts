import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clientConfig } from "./client-config.ts";

let server: Server;
let requests: IncomingMessage[];
let endpoint: string;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    response.end("<ok/>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

/** Each of these leads a client elsewhere, or makes it fail, when the client reads it. */
const SETTINGS_OF_THE_USER = {
  AWS_PROFILE: "production",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIAREAL",
  AWS_SECRET_ACCESS_KEY: "real",
  AWS_SESSION_TOKEN: "real",
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_USE_DUALSTACK_ENDPOINT: "neither",
  AWS_MAX_ATTEMPTS: "many",
  AWS_RETRY_MODE: "never",
  AWS_DEFAULTS_MODE: "never",
  AWS_REQUEST_CHECKSUM_CALCULATION: "never",
  AWS_ACCOUNT_ID_ENDPOINT_MODE: "never",
  AWS_S3_USE_ARN_REGION: "never",
};

test.each([
  ["S3", () => new S3Client(clientConfig(endpoint)).send(new ListBucketsCommand({}))],
  ["CloudFormation", () => new CloudFormationClient(clientConfig(endpoint)).send(new ListStacksCommand({}))],
  [
    "SES",
    () =>
      new SESClient(clientConfig(endpoint)).send(
        new SendRawEmailCommand({ RawMessage: { Data: new Uint8Array([1]) } }),
      ),
  ],
])("%s goes to LocalStack with the test account, in any environment", async (_, call) => {
  for (const [name, value] of Object.entries(SETTINGS_OF_THE_USER)) vi.stubEnv(name, value);
  await call();
  expect(requests).toHaveLength(1);
  expect(requests[0]?.headers.authorization).toMatch(/Credential=test\/\d{8}\/us-east-1\//);
  expect(requests[0]?.headers).not.toHaveProperty("x-amz-security-token");
});
