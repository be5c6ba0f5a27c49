import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lambdaContext } from "../api/event.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { CANCELLED_ERROR, RETRIED_ERRORS, THROTTLED_ERROR, UNCERTAIN_ERROR } from "../reminder.ts";
import { awsError as aws, mockStorage } from "../storage.fixture.ts";
import { handler } from "./handler.ts";

const { s3, claimOf, hasClaim, keys } = mockStorage();
const ses = mockClient(SESClient);
const ID = "id-1";
const input = {
  id: ID,
  attempt: 0,
  email: "rex@example.com",
  mail: { subject: "Cuddle", text: "Brush Rex", html: "<p>Brush Rex</p>" },
};
const send = (attempt = 0) => handler({ ...input, attempt }, lambdaContext);
const mails = () => ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);

let log: ReturnType<typeof captureLogLines>;
beforeEach(() => {
  vi.stubEnv("SENDER", "cuddles@example.com").stubEnv("CONFIGURATION_SET", undefined);
  log = captureLogLines();
  ses.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: "m-1" });
});
afterEach(() => vi.restoreAllMocks());

describe("SendReminder", () => {
  it("sends the mail in text and HTML, in UTF-8", async () => {
    expect(await send()).toEqual({ sent: true });
    const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
    expect(mails()).toEqual([
      {
        Source: "cuddles@example.com",
        Destination: { ToAddresses: ["rex@example.com"] },
        Message: {
          Subject: utf8("Cuddle"),
          Body: { Text: utf8("Brush Rex"), Html: utf8("<p>Brush Rex</p>") },
        },
      },
    ]);
  });

  it("names the configuration set that reports the events of mails, where there is one", async () => {
    vi.stubEnv("CONFIGURATION_SET", "reports");
    await send();
    expect(mails()[0]?.ConfigurationSetName).toBe("reports");
  });

  it("claims the reminder before it sends, and then records that it was sent", async () => {
    ses.on(SendEmailCommand).callsFake(() => {
      expect(claimOf(ID)).toMatchObject({ state: "sending" });
      return { MessageId: "m-1" };
    });
    await send();
    expect(claimOf(ID)).toMatchObject({ state: "sent", messageId: "m-1" });
    expect(keys()).toEqual(["claims/id-1.json"]);
    expect(JSON.stringify(claimOf(ID))).not.toMatch(/rex/i);
  });

  it.each(["refused", "failed"] as const)("sends in a redrive what was %s before", async (state) => {
    hasClaim(ID, state, 0);
    expect(await send(1)).toEqual({ sent: true });
    expect(claimOf(ID)).toMatchObject({ state: "sent", attempt: 1 });
  });

  it("sends nothing that was sent before, and succeeds", async () => {
    hasClaim(ID, "sent");
    expect(await send(1)).toEqual({ sent: false });
    expect(mails()).toEqual([]);
  });

  it.each([
    ["sending", UNCERTAIN_ERROR],
    ["cancelled", CANCELLED_ERROR],
    ["failed", "AttemptOver"],
  ] as const)("sends nothing where the claim says %s, and fails as %s", async (state, name) => {
    hasClaim(ID, state);
    await expect(send()).rejects.toMatchObject({ name, message: expect.stringContaining(ID) });
    expect(mails()).toEqual([]);
    expect(claimOf(ID)).toMatchObject({ state, by: "another" });
  });

  it("sends one mail, however many calls there are at once", async () => {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => send()));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(mails()).toHaveLength(1);
  });

  it("does not fail, and so is not repeated, where the mail is out and only its record is not", async () => {
    ses.on(SendEmailCommand).callsFake(() => {
      s3.on(PutObjectCommand).rejects(aws("InternalError", 500));
      return { MessageId: "m-1" };
    });
    expect(await send()).toEqual({ sent: true });
    expect(log.lines()).toContainEqual(
      expect.objectContaining({ level: "ERROR", error: expect.objectContaining({ name: "InternalError" }) }),
    );
  });
});

describe("an error", () => {
  it.each([
    [THROTTLED_ERROR, aws("Throttling", 400)],
    [THROTTLED_ERROR, aws("TooManyRequestsException", 429)],
    ["SesUnavailable", aws("ServiceUnavailable", 503)],
    ["SesUnavailable", Object.assign(new Error("refused"), { name: "Error", syscall: "connect" })],
  ])("of SES that may pass asks for another try as %s, which sends: $name", async (name, error) => {
    ses.on(SendEmailCommand).rejectsOnce(error).resolves({ MessageId: "m-1" });
    await expect(send()).rejects.toMatchObject({ name, message: expect.stringContaining(error.name) });
    expect([...RETRIED_ERRORS, THROTTLED_ERROR]).toContain(name);
    expect(claimOf(ID)).toMatchObject({ state: "refused" });
    expect(await send()).toEqual({ sent: true });
  });

  it.each([
    Object.assign(new Error("slow"), { name: "TimeoutError" }),
    Object.assign(new Error("cut"), { name: "Error", code: "ECONNRESET", syscall: "read" }),
    aws("an answer that cannot be read", 200),
  ])("after which SES may have taken the mail is never followed by a second one: $name", async (error) => {
    ses.on(SendEmailCommand).rejectsOnce(error).resolves({ MessageId: "m-2" });
    for (const attempt of [0, 0, 1]) {
      await expect(send(attempt)).rejects.toMatchObject({ name: UNCERTAIN_ERROR });
    }
    expect(mails()).toHaveLength(1);
    expect(claimOf(ID)).toMatchObject({ state: "sending" });
  });

  it("of SES that lasts is reported in SES's words, without addresses", async () => {
    ses.on(SendEmailCommand).rejects(aws("MessageRejected", 400));
    await expect(send()).rejects.toMatchObject({
      name: "MailRefused",
      message: expect.stringMatching(/id-1.*MessageRejected.*no: \(an address\)$/),
    });
    expect(claimOf(ID)).toMatchObject({ state: "refused" });
  });

  it("of SES counts also where S3 cannot record it", async () => {
    ses.on(SendEmailCommand).callsFake(() => {
      s3.on(PutObjectCommand).rejects(aws("SlowDown", 503));
      throw aws("MessageRejected", 400);
    });
    await expect(send()).rejects.toMatchObject({ name: "MailRefused" });
  });

  it.each([PutObjectCommand, GetObjectCommand])(
    "of S3 stops the sending, and asks for another try",
    async (command) => {
      hasClaim(ID, "refused");
      s3.on(command as typeof PutObjectCommand).rejects(aws("SlowDown", 503));
      await expect(send()).rejects.toMatchObject({ name: "StorageUnavailable" });
      expect(mails()).toEqual([]);
    },
  );

  it("of the stack is not taken for one of SES", async () => {
    vi.stubEnv("SENDER", "");
    await expect(send()).rejects.toMatchObject({ name: "Error", message: expect.stringContaining("SENDER") });
  });

  it("carries neither address nor text into the workflow or the log", async () => {
    ses.on(SendEmailCommand).rejects(aws("MessageRejected", 400));
    const error = await send().catch((thrown: unknown) => thrown as Error);
    const reported = JSON.stringify([String(error), error, (error as Error).cause ?? null, log.lines()]);
    expect(reported).toContain("id-1");
    expect(reported).not.toMatch(/rex|brush/i);
  });
});
