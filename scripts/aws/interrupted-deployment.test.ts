import { InterruptedError } from "localstack-harness/cli";
import { expect, test } from "vitest";
import type { Stage } from "./deployment.ts";
import { settleEarlyEnd } from "./interrupted-deployment.ts";

const target = { account: "123456789012", region: "eu-west-1" };

test.each([
  ["looking", /Nothing was changed\.$/],
  ["preparing", /Nothing was changed, and the change set was removed\.$/],
  ["prepared", /Nothing was changed, and the change set was removed\.$/],
  [
    "deploying",
    /CloudFormation had begun and continues.*eu-west-1.*deploy:aws continues.*destroy:aws removes everything\.$/,
  ],
  ["deployed", /The stack is deployed, but the page is not published/],
  ["published", /Everything is deployed\.$/],
] as const)("an end in stage %s says why, and what is left", async (stage: Stage, left) => {
  const discarded: Stage[] = [];
  const deployment = { stage, discard: async () => void discarded.push(stage) };
  const { message } = await settleEarlyEnd(new InterruptedError("SIGINT", 130), deployment, target);
  expect(message).toMatch(/^interrupted by SIGINT\n/);
  expect(message).toMatch(left);
  expect(discarded).toEqual([stage]);
});

test("a change set that cannot be removed is reported", async () => {
  const deployment = { stage: "prepared" as const, discard: () => Promise.reject(new Error("AccessDenied")) };
  const { message } = await settleEarlyEnd(new Error("refused"), deployment, target);
  expect(message).toMatch(/^refused\n.*could not be removed \(AccessDenied\)/);
});
