import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { appFrom, requireLocalStack } from "./petcuddleotron.ts";

const outputs = {
  ApiUrl: "http://localhost:4566/_aws/execute-api/petcuddleotron/prod",
  SiteUrl: "http://site.s3-website.localhost:4566",
  SiteBucketName: "site",
  StateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:Workflow",
  StorageBucketName: "storage",
  Sender: "cuddles@petcuddleotron.example",
};

test("the app is in the outputs of its stack", () => {
  expect(appFrom(outputs)).toMatchObject({ siteBucket: "site", sender: "cuddles@petcuddleotron.example" });
});

test.each(Object.keys(outputs))("a stack without %s is to be deployed again", (name) => {
  expect(() => appFrom({ ...outputs, [name]: "" })).toThrow(`no output ${name}: deploy it again`);
});

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
      /something else\): start it with npm start/,
    );
  });

  test("and something else answers 404", async () => {
    const endpoint = await serve((_, response) => response.writeHead(404).end());
    await expect(requireLocalStack(endpoint)).rejects.toThrow(/something else/);
  });

  test("and nothing listens", async () => {
    const endpoint = await json("{}");
    await new Promise((resolve) => server?.close(resolve));
    await expect(requireLocalStack(endpoint)).rejects.toThrow(/nothing listens there.*npm run up/);
  });

  test("but not when the command is being ended", async () => {
    const reason = new Error("interrupted");
    await expect(requireLocalStack(await json("{}"), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
