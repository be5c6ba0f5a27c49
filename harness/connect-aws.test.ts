import { describe, expect, test } from "vitest";
import { connectAws } from "./connect.ts";
import { capturedMails } from "./testing/ses.ts";

const aws = { account: "123456789012", region: "eu-west-1" };

describe("a harness for AWS", () => {
  test("has addresses of SES's mailbox simulator, and sees what the relay shows", async () => {
    await using mails = await capturedMails();
    await using harness = connectAws({ aws, mails: mails.endpoint });
    const address = harness.inbox.address("rex");
    expect(address).toMatch(/^success\+rex-[0-9a-f-]+@simulator\.amazonses\.com$/);
    // RFC 5321, 4.5.3.1.1
    expect(address.split("@")[0]?.length).toBeLessThanOrEqual(64);
    mails.add(address, { Subject: "Cuddle" });
    expect(await harness.inbox.receive({ to: address })).toMatchObject({ subject: "Cuddle" });
    await harness.inbox.clear(address);
    expect(mails.messages).toEqual([]);
  });

  test("refuses clock, faults and calls", async () => {
    await using harness = connectAws({ aws, mails: "http://127.0.0.1:9" });
    expect(harness.plugin).toBeUndefined();
    const refusal = expect.objectContaining({
      code: "NO_PLUGIN",
      message: expect.stringMatching(/at aws:\/\/123456789012\/eu-west-1.*on AWS there is no such plugin/),
    });
    await expect(harness.clock.compress("id")).rejects.toEqual(refusal);
    await expect(
      harness.faults.inject({ service: "ses", operation: "SendEmail", error: "Throttling", match: "id" }),
    ).rejects.toEqual(refusal);
  });
});
