/** Promise: a function behaves as on AWS's Node.js runtime, embedded and in a container. */

import { describe } from "vitest";
import { expect, inContainer, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

const ESM = (body: string) => ({
  "index.mjs": `export const handler = async (event, context) => { ${body} };`,
});

describe("the environment of a function", () => {
  test("is Node.js 24 with the variables that Lambda documents", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(
      endpoint,
      ESM("return { version: process.version, env: process.env, context, cwd: process.cwd() };"),
      { environment: { FLAVOUR: "tuna" }, memorySize: 256, timeout: 7 },
    );
    const { payload } = await fn.invoke();
    expect(payload.version).toMatch(/^v24\./);
    expect(payload.env).toMatchObject({
      FLAVOUR: "tuna",
      _HANDLER: "index.handler",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
      AWS_ACCESS_KEY_ID: expect.any(String),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_SESSION_TOKEN: expect.any(String),
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      LAMBDA_TASK_ROOT: expect.any(String),
      LAMBDA_RUNTIME_DIR: expect.any(String),
      TZ: ":UTC",
    });
    expect(payload.context).toMatchObject({
      functionName: fn.name,
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      logGroupName: `/aws/lambda/${fn.name}`,
      invokedFunctionArn: expect.stringMatching(new RegExp(`:function:${fn.name}$`)),
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("has nothing of the machine's own", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ESM("return process.env;"));
    const { payload } = await fn.invoke();
    for (const name of ["AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HARNESS_CANARY"]) {
      expect(payload).not.toHaveProperty(name);
    }
    expect(payload.HOME).not.toBe(process.env.HOME);
    expect(payload.USER).toBeUndefined();
  });

  test("is its own for each of several invocations at once, and kept for the next", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(
      endpoint,
      ESM(`globalThis.id ??= crypto.randomUUID();
        await new Promise((done) => setTimeout(done, event.ms));
        return globalThis.id;`),
    );
    const together = await Promise.all([fn.invoke({ ms: 800 }), fn.invoke({ ms: 800 })]);
    const ids = together.map((invocation) => invocation.payload);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toContain((await fn.invoke({ ms: 0 })).payload);
  });
});

describe("logs", () => {
  test("console lines stand between START, END and REPORT", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(
      endpoint,
      ESM('console.log("hello\\nthere"); console.error("oh"); return context.awsRequestId;'),
    );
    const { payload: id, log } = await fn.invoke();
    expect(log).toMatch(new RegExp(`START RequestId: ${id} Version: \\$LATEST\\n`));
    expect(log).toMatch(new RegExp(`\\dZ\\t${id}\\tINFO\\thello`));
    expect(log).toMatch(new RegExp(`\\dZ\\t${id}\\tERROR\\toh`));
    expect(log).toMatch(new RegExp(`END RequestId: ${id}\\n`));
    expect(log).toMatch(
      new RegExp(
        `REPORT RequestId: ${id}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB`,
      ),
    );
  });

  test("log format JSON makes a record of each line, errors included", async ({
    endpoint,
    logs,
    harness,
  }) => {
    await using fn = await ThrowawayFunction.create(
      endpoint,
      ESM('console.info({ paw: 1 }); console.warn("careful", new RangeError("low")); return 1;'),
      { logFormat: "JSON" },
    );
    await fn.invoke();
    const lines = await logs.in(`/aws/lambda/${fn.name}`).waitFor(/careful/);
    const ofLocalStack = /^(START|END|REPORT) RequestId: /;
    const records = lines
      .filter(({ message }) => !(inContainer(harness) && ofLocalStack.test(message)))
      .map(({ message }) => JSON.parse(message));
    expect(records).toContainEqual(expect.objectContaining({ level: "INFO", message: { paw: 1 } }));
    expect(records).toContainEqual(
      expect.objectContaining({ level: "WARN", errorType: "RangeError", errorMessage: "low" }),
    );
  });
});

describe("a function that fails", () => {
  test("answers the error's name, message and stack trace", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(
      endpoint,
      ESM('class TooSleepy extends Error { name = "TooSleepy" } throw new TooSleepy("zzz");'),
    );
    const { payload, functionError } = await fn.invoke();
    expect(functionError).toBe("Unhandled");
    expect(payload).toMatchObject({ errorType: "TooSleepy", errorMessage: "zzz" });
    expect(payload.trace.join("\n")).toContain("index.mjs");
  });

  const broken: Record<string, [files: Record<string, string>, errorType: string, message: RegExp]> = {
    "an unhandled rejection": [
      ESM('Promise.reject(new Error("lost")); await new Promise((done) => setTimeout(done, 1e4));'),
      "Runtime.UnhandledPromiseRejection",
      /lost/,
    ],
    "a syntax error": [
      { "index.mjs": "export const handler = (" },
      "Runtime.UserCodeSyntaxError",
      /SyntaxError/,
    ],
    "a missing module": [
      { "index.cjs": 'require("nowhere"); exports.handler = async () => 1;' },
      "Runtime.ImportModuleError",
      /nowhere/,
    ],
    // AWS names only what `require` misses
    "a missing import": [
      { "index.mjs": 'import "nowhere"; export const handler = async () => 1;' },
      "Error",
      /Cannot find package 'nowhere'/,
    ],
    // a package of this checkout is not one of the function's
    "an import of what was not bundled": [
      { "index.mjs": 'import "valibot"; export const handler = async () => 1;' },
      "Error",
      /Cannot find package 'valibot'/,
    ],
    "a handler with a callback, which Node.js 24 no longer has": [
      { "index.cjs": "exports.handler = (event, context, done) => done(null, 1);" },
      "Runtime.CallbackHandlerDeprecated",
      /callback/,
    ],
    "no such handler": [
      { "index.mjs": "export const other = 1;" },
      "Runtime.HandlerNotFound",
      /index\.handler/,
    ],
    "no such file": [{ "other.mjs": "export const handler = 1;" }, "Runtime.ImportModuleError", /index/],
    "an exit": [ESM("process.exit(3);"), "Runtime.ExitError", /exit status 3/],
    "a signal": [
      ESM('process.kill(process.pid, "SIGKILL"); await new Promise(() => {});'),
      "Runtime.ExitError",
      /killed/,
    ],
  };
  /** What the runtime's own client leaves to Node.js 24 itself. */
  const IN_CONTAINER: Record<string, [errorType: string, message: RegExp]> = {
    "an unhandled rejection": ["Runtime.ExitError", /exit status 1/],
  };
  test.for(Object.entries(broken))("%s", async ([what, wanted], { endpoint, harness }) => {
    const [files, ...expected] = wanted;
    const [errorType, message] = (inContainer(harness) && IN_CONTAINER[what]) || expected;
    await using fn = await ThrowawayFunction.create(endpoint, files, { timeout: 5 });
    const { payload, functionError } = await fn.invoke();
    expect(functionError).toBe("Unhandled");
    expect(payload.errorType).toBe(errorType);
    expect(payload.errorMessage).toMatch(message);
  });

  const endless = {
    "while it waits": "await new Promise((done) => setTimeout(done, 60_000));",
    "in a busy loop": "for (;;);",
  };
  test.for(Object.entries(endless))(
    "times out %s, and works again after it",
    async ([, body], { endpoint, harness }) => {
      await using fn = await ThrowawayFunction.create(
        endpoint,
        ESM(`if (event.hang) { ${body} } return "well";`),
        {
          // long enough for the next environment, whose start counts, on a busy machine
          timeout: 3,
        },
      );
      const { payload, functionError, log } = await fn.invoke({ hang: true });
      expect(functionError).toBe("Unhandled");
      expect(payload.errorMessage).toMatch(/Task timed out after 3\.00 seconds/);
      if (!inContainer(harness)) expect(log).toMatch(/Status: timeout/);
      expect((await fn.invoke()).payload).toBe("well");
    },
  );

  test("out of memory ends the environment, not the next invocation", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(
      endpoint,
      ESM('const kept = []; while (event.grow) kept.push(new Array(1e6).fill("x")); return "well";'),
      { timeout: 20 },
    );
    const { payload, functionError } = await fn.invoke({ grow: true });
    expect(functionError).toBe("Unhandled");
    expect(payload.errorType).toMatch(/^Runtime\.(ExitError|OutOfMemory)$/);
    expect((await fn.invoke()).payload).toBe("well");
  });
});

describe("payloads and modules", () => {
  test("a response just under 6 MB arrives, one above is an error", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ESM('return "x".repeat(event.length);'));
    expect((await fn.invoke({ length: 6_000_000 })).payload).toHaveLength(6_000_000);
    const { payload } = await fn.invoke({ length: 6_500_000 });
    expect(payload.errorType).toBe("Function.ResponseSizeTooLarge");
  });

  const modules: Record<string, Record<string, string>> = {
    CommonJS: { "index.js": "exports.handler = async () => 'meow';" },
    "an ES module with top-level await": {
      "index.mjs": "const sound = await Promise.resolve('meow'); export const handler = async () => sound;",
    },
    "an ES module by package.json": {
      "package.json": '{"type":"module"}',
      "index.js": "export const handler = async () => 'meow';",
    },
  };
  test.for(Object.entries(modules))("%s", async ([, files], { endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, files);
    expect((await fn.invoke()).payload).toBe("meow");
  });
});
