/** Promise: a Python function behaves as on AWS's Python runtime, embedded and in a container. */
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayQueue } from "../localstack/throwaway-queue.ts";
import { type FunctionOptions, ThrowawayFunction } from "../throwaway-function.ts";

const create = (endpoint: string, code: string, options: FunctionOptions = {}) =>
  ThrowawayFunction.create(endpoint, { "index.py": code }, { runtime: "python3.13", ...options });

test("boto3 is there, and sends a message to a queue", async ({ endpoint }) => {
  await using queue = await ThrowawayQueue.create(endpoint);
  const code = `
import os
import boto3
sqs = boto3.client("sqs")
def handler(event, context):
    return sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=event["text"])["MessageId"]
`;
  await using fn = await create(endpoint, code, { environment: { QUEUE_URL: queue.url }, memorySize: 256 });
  expect((await fn.invoke({ text: "purr" })).payload).toMatch(/^[0-9a-f-]{36}$/);
  expect((await queue.receive()).body).toBe("purr");
});

test("the environment and the context are those that Lambda documents", async ({ endpoint }) => {
  const code = `
import os
from shop.names import NAME
def handler(event, context):
    fields = ("function_name", "function_version", "memory_limit_in_mb", "invoked_function_arn", "aws_request_id")
    return {
        "name": NAME,
        "env": dict(os.environ),
        "left": context.get_remaining_time_in_millis(),
        **{field: getattr(context, field) for field in fields},
    }
`;
  const files = { "shop/app.py": code, "shop/names.py": 'NAME = "Rex"' };
  await using fn = await ThrowawayFunction.create(endpoint, files, {
    runtime: "python3.13",
    handler: "shop.app.handler",
    environment: { FLAVOUR: "tuna" },
    timeout: 7,
  });
  const { payload } = await fn.invoke();
  expect(payload).toMatchObject({
    name: "Rex",
    function_name: fn.name,
    function_version: "$LATEST",
    memory_limit_in_mb: "128",
    invoked_function_arn: expect.stringMatching(new RegExp(`:function:${fn.name}$`)),
    aws_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    env: {
      FLAVOUR: "tuna",
      _HANDLER: "shop.app.handler",
      AWS_EXECUTION_ENV: "AWS_Lambda_python3.13",
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_REGION: "us-east-1",
      AWS_SESSION_TOKEN: expect.any(String),
    },
  });
  expect(payload.left).toBeGreaterThan(3_000);
  expect(payload.left).toBeLessThanOrEqual(7_000);
  expect(payload.env).not.toHaveProperty("HARNESS_CANARY");
});

test("the log has START, the function's lines, END and REPORT", async ({ endpoint }) => {
  const code = `
import logging
def handler(event, context):
    print("hello")
    logging.warning("careful")
    return context.aws_request_id
`;
  await using fn = await create(endpoint, code);
  const { payload: id, log } = await fn.invoke();
  const lines = log.split("\n");
  expect(lines.find((line) => line.startsWith("START"))).toBe(`START RequestId: ${id} Version: $LATEST`);
  expect(lines).toContain("hello");
  expect(log).toMatch(new RegExp(`\\[WARNING\\]\\t\\S+Z\\t${id}\\tcareful\\n`));
  expect(lines).toContain(`END RequestId: ${id}`);
  expect(log).toMatch(/REPORT RequestId: .*\tMemory Size: 128 MB\tMax Memory Used: [1-9]\d* MB/);
});

describe("a function that fails", () => {
  test("answers the exception's type, message and stack trace", async ({ endpoint }) => {
    const code = `
class TooSleepy(Exception): pass
def handler(event, context): raise TooSleepy("zzz")
`;
    await using fn = await create(endpoint, code);
    const { payload, functionError } = await fn.invoke();
    expect(functionError).toBe("Unhandled");
    expect(payload).toMatchObject({ errorType: "TooSleepy", errorMessage: "zzz" });
    expect(payload.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload.stackTrace.join("")).toMatch(/index\.py", line 3, in handler/);
  });

  const good = "def handler(event, context): return 1";
  const broken: Record<string, [code: string, handler: string, errorType: string, message: RegExp]> = {
    "a syntax error": ["def handler(:", "index.handler", "Runtime.UserCodeSyntaxError", /invalid syntax/],
    "a missing module": [
      "import nowhere",
      "index.handler",
      "Runtime.ImportModuleError",
      /Unable to import module 'index': No module named 'nowhere'/,
    ],
    // LocalStack needs it, a function on AWS does not have it
    "a package that was not bundled": [
      "import requests",
      "index.handler",
      "Runtime.ImportModuleError",
      /No module named 'requests'/,
    ],
    "no such file": [good, "other.handler", "Runtime.ImportModuleError", /No module named 'other'/],
    "no such handler": [good, "index.other", "Runtime.HandlerNotFound", /Handler 'other' missing/],
    "an error while it loads": ["1 / 0", "index.handler", "ZeroDivisionError", /division by zero/],
    "an exit": [
      "import sys\ndef handler(event, context): sys.exit(3)",
      "index.handler",
      "Runtime.ExitError",
      /exit status 3/,
    ],
    "a result without JSON": [
      "def handler(event, context): return (number for number in [1])",
      "index.handler",
      "Runtime.MarshalError",
      /Object of type generator is not JSON serializable/,
    ],
  };
  test.for(Object.entries(broken))("%s", async ([, [code, handler, errorType, message]], { endpoint }) => {
    await using fn = await create(endpoint, code, { handler, timeout: 5 });
    const { payload, functionError } = await fn.invoke();
    expect(functionError).toBe("Unhandled");
    expect(payload.errorType).toBe(errorType);
    expect(payload.errorMessage).toMatch(message);
  });

  test("times out, and works again after it", async ({ endpoint }) => {
    const code = `
import time
def handler(event, context):
    if event.get("hang"): time.sleep(60)
    return "well"
`;
    await using fn = await create(endpoint, code, { timeout: 3 });
    const { payload, functionError } = await fn.invoke({ hang: true });
    expect(functionError).toBe("Unhandled");
    expect(payload.errorMessage).toMatch(/Task timed out after 3\.00 seconds/);
    expect((await fn.invoke()).payload).toBe("well");
  });
});
