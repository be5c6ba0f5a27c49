import { SESClient, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, expect, test } from "vitest";
import { verifySender } from "./verify-sender.ts";

const ses = mockClient(SESClient);
afterAll(() => ses.restore());

test("the sender is verified with SES", async () => {
  ses.on(VerifyEmailIdentityCommand).resolves({});
  await verifySender("http://localhost:4566", "cuddles@example.com");
  expect(ses.commandCalls(VerifyEmailIdentityCommand).map(({ args }) => args[0].input)).toEqual([
    { EmailAddress: "cuddles@example.com" },
  ]);
});

test.each(["", "not an address", "@example.com", "a@b@c"])("a sender %j is refused", async (sender) => {
  await expect(verifySender("http://localhost:4566", sender)).rejects.toMatchObject({
    code: "SENDER_INVALID",
  });
});
