/** Promise: functions scale as on AWS, within the limits of the machine. */
import {
  LambdaClient,
  PutFunctionConcurrencyCommand,
  TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { clientConfig } from "localstack-harness";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

const SLEEPY = {
  "index.mjs": `export const handler = async ({ ms }) => {
    await new Promise((done) => setTimeout(done, ms));
    return { environment: process.env.AWS_LAMBDA_LOG_STREAM_NAME, flavour: process.env.FLAVOUR };
  };`,
};

test("many invocations at once are all answered, by fewer environments", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, SLEEPY);
  const answers = await Promise.all(Array.from({ length: 60 }, () => fn.invoke({ ms: 50 })));
  const environments = answers.map(({ payload }) => payload.environment);
  expect(environments).not.toContain(undefined);
  expect(new Set(environments).size).toBeLessThan(30);
}, 60_000);

test("what exceeds its reserved concurrency is refused", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, SLEEPY);
  const client = new LambdaClient({ ...clientConfig(endpoint), maxAttempts: 1 });
  await client.send(
    new PutFunctionConcurrencyCommand({ FunctionName: fn.name, ReservedConcurrentExecutions: 1 }),
  );
  client.destroy();
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => fn.invoke({ ms: 3_000 })));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(outcomes.length);
  for (const error of refused) expect(error).toBeInstanceOf(TooManyRequestsException);
  expect((await fn.invoke({ ms: 0 })).functionError).toBeUndefined();
});

test("an update lets running invocations end, and the next one uses it", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, SLEEPY, { environment: { FLAVOUR: "tuna" } });
  await fn.invoke({ ms: 0 });
  const running = fn.invoke({ ms: 2_000 });
  await fn.update({ Environment: { Variables: { FLAVOUR: "salmon" } } });
  expect((await fn.invoke({ ms: 0 })).payload.flavour).toBe("salmon");
  expect((await running).payload.flavour).toBe("tuna");
});
