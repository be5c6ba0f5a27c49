import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lambdaContext } from "../api/event.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { THROTTLED_ERROR, TRANSIENT_ERRORS } from "../reminder.ts";
import { handler } from "./handler.ts";

const s3 = mockClient(S3Client);
const ses = mockClient(SESClient);
const input = {
  id: "id-1",
  email: "rex@example.com",
  mail: { subject: "Cuddle", text: "Brush Rex", html: "<p>Brush Rex</p>" },
};
const send = () => handler(input, lambdaContext);
const aws = (name: string, httpStatusCode: number) =>
  Object.assign(new Error("no: rex@example.com"), { name, $metadata: { httpStatusCode, requestId: "r-1" } });

let log: ReturnType<typeof captureLogLines>;
beforeEach(() => {
  vi.stubEnv("STORAGE_BUCKET", "storage").stubEnv("SENDER", "cuddles@example.com");
  vi.stubEnv("CONFIGURATION_SET", undefined);
  log = captureLogLines();
  s3.reset();
  ses.reset();
  s3.on(ListObjectsV2Command).resolves({ KeyCount: 0 });
  s3.on(PutObjectCommand).resolves({});
  ses.on(SendEmailCommand).resolves({ MessageId: "m-1" });
});
afterEach(() => vi.restoreAllMocks());

describe("SendReminder", () => {
  it("sends the mail in text and HTML, in UTF-8", async () => {
    expect(await send()).toEqual({ sent: true });
    const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
    expect(ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input)).toEqual([
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

  it("names the configuration set that reports what becomes of mails, where there is one", async () => {
    vi.stubEnv("CONFIGURATION_SET", "reports");
    await send();
    const [sent] = ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
    expect(sent?.ConfigurationSetName).toBe("reports");
  });

  it("then marks it as sent, without the address or the text", async () => {
    await send();
    const [put] = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(put).toMatchObject({ Bucket: "storage", Key: "sent/id-1.json" });
    expect(JSON.parse(String(put?.Body))).toEqual({ messageId: "m-1", sentAt: expect.stringMatching(/Z$/) });
  });

  it("sends nothing that was sent before", async () => {
    s3.on(ListObjectsV2Command, { Bucket: "storage", Prefix: "sent/id-1.json", MaxKeys: 1 }).resolves({
      KeyCount: 1,
    });
    expect(await send()).toEqual({ sent: false });
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(0);
  });

  it("does not fail, and so is not repeated, where the mail is out and only its marker is not", async () => {
    s3.on(PutObjectCommand).rejects(aws("InternalError", 500));
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
    [TRANSIENT_ERRORS[0], aws("ServiceUnavailable", 503)],
    [TRANSIENT_ERRORS[0], Object.assign(new Error("slow"), { name: "TimeoutError" })],
  ])("of SES that may pass asks for another try as %s: $name", async (name, error) => {
    ses.on(SendEmailCommand).rejects(error);
    await expect(send()).rejects.toMatchObject({ name, message: expect.stringContaining(error.name) });
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(0);
  });

  it("of SES that lasts is told in SES's words, without addresses", async () => {
    ses.on(SendEmailCommand).rejects(aws("MessageRejected", 400));
    await expect(send()).rejects.toMatchObject({
      name: "MailRefused",
      message: expect.stringMatching(/id-1.*MessageRejected.*no: \(an address\)$/),
    });
  });

  it("of S3 stops the sending, and asks for another try", async () => {
    s3.on(ListObjectsV2Command).rejects(aws("SlowDown", 503));
    await expect(send()).rejects.toMatchObject({ name: TRANSIENT_ERRORS[1] });
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(0);
  });

  it("of the stack is not taken for one of SES", async () => {
    vi.stubEnv("SENDER", "");
    await expect(send()).rejects.toMatchObject({ name: "Error", message: expect.stringContaining("SENDER") });
  });

  it("carries neither address nor text, into the workflow or the log", async () => {
    ses.on(SendEmailCommand).rejects(aws("MessageRejected", 400));
    const error = await send().catch((thrown: unknown) => thrown as Error);
    const told = JSON.stringify([String(error), error, (error as Error).cause ?? null, log.lines()]);
    expect(told).toContain("id-1");
    expect(told).not.toMatch(/rex|brush/i);
  });
});
