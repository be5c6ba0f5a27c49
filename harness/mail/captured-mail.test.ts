import { describe, expect, test } from "vitest";
import { recordedMessages } from "../testing/recordings.ts";
import {
  type CapturedMessage,
  describeFilter,
  fits,
  type Mail,
  mailLine,
  mentions,
  toMail,
} from "./captured-mail.ts";

const mails = await Promise.all(recordedMessages().map(toMail));
const [simple, textOnly, templated, raw, rawToOthers] = mails as [Mail, Mail, Mail, Mail, Mail];

describe("a captured message", () => {
  test("of SendEmail has bare addresses, subject, both bodies and its time", () => {
    expect(simple).toMatchObject({
      from: "cuddles@sender.example",
      to: ["rex@inbox.example"],
      cc: ["cc@inbox.example"],
      bcc: ["bcc@inbox.example"],
      subject: "Brush Rex ü🐶",
      text: "Brush Rex\nReference: 1",
      html: "<p>Brush <b>Rex</b></p>",
      region: "us-east-1",
      time: new Date("2026-11-23T15:37:50Z"),
    });
    expect(simple).not.toHaveProperty("raw");
    expect(simple).not.toHaveProperty("template");
  });

  test("without HTML or copies has empty ones", () => {
    expect(textOnly).toMatchObject({ text: "hello", html: "", cc: [], bcc: [], attachments: [] });
  });

  test("of SendTemplatedEmail has the template and its data", () => {
    expect(templated.template).toEqual({ name: "t1", data: { name: "Rex" } });
    expect(templated.to).toEqual(["rex@inbox.example"]);
  });

  test("whose template data is no JSON has it as text", async () => {
    const message = { ...recordedMessages()[2], TemplateData: "{{" };
    const mail = await toMail(message as never);
    expect(mail.template?.data).toBe("{{");
  });

  test("of SendRawEmail is parsed as MIME: encoded words, quoted-printable, parts, attachments", () => {
    expect(raw).toMatchObject({
      from: "cuddles@sender.example",
      to: ["rex@inbox.example", "two@inbox.example"],
      cc: ["cc@inbox.example"],
      subject: "Bürste Rex 🐶",
      raw: expect.stringContaining("multipart/alternative"),
    });
    expect(raw.text.trim()).toBe("Bürste Rex");
    expect(raw.html.trim()).toBe("<p>B&uuml;rste Rex</p>");
    expect(raw.headers).toContainEqual({ name: "message-id", value: "<a@b.example>" });
    expect(raw.attachments).toMatchObject([{ filename: "a.txt", mimeType: "text/plain" }]);
    expect(new TextDecoder().decode(raw.attachments[0]?.content)).toBe("attached");
  });

  test("of SendRawEmail has the recipients of its headers", () => {
    expect(rawToOthers.to).not.toContain("hidden@inbox.example");
  });

  test("of SendRawEmail has recipients that no header names as hidden ones", async () => {
    const Destination = { ToAddresses: ["Hidden <hidden@inbox.example>", "REX@inbox.example"] };
    const message = { ...recordedMessages()[4], Destination } as CapturedMessage;
    expect(mentions(message, ["hidden@inbox.example"])).toBe(true);
    expect(await toMail(message)).toMatchObject({ to: raw.to, bcc: ["hidden@inbox.example"] });
  });

  test.each([0, 2])("of SendEmail and SendTemplatedEmail has the addresses to reply to", async (at) => {
    const ReplyToAddresses = ["Help <help@sender.example>", "me@sender.example"];
    const message = { ...recordedMessages()[at], ReplyToAddresses } as CapturedMessage;
    expect((await toMail(message)).replyTo).toEqual(["help@sender.example", "me@sender.example"]);
    expect(simple.replyTo).toEqual([]);
  });
});

test.each([
  ["rex@inbox.example", 5],
  ["bcc@inbox.example", 1],
  ["two@inbox.example", 2],
  ["nobody@inbox.example", 0],
])("mails that mention %s among the recipients are %i, parsed or not", (address, count) => {
  const messages = recordedMessages();
  expect(messages.filter((message) => mentions(message, [address]))).toHaveLength(count);
  expect(mails.filter((mail) => fits(mail, { to: address }))).toHaveLength(count);
});

describe("a filter", () => {
  test.each([
    [{ to: "rex@inbox.example" }, 5],
    [{ to: "REX@INBOX.example" }, 5],
    [{ to: "bcc@inbox.example" }, 1],
    [{ to: "cc@inbox.example" }, 3],
    [{ to: "re@inbox.example" }, 0],
    [{ from: "Cuddles@sender.example" }, 5],
    [{ from: "rex@inbox.example" }, 0],
    [{ subject: "text only" }, 1],
    [{ subject: "text" }, 0],
    [{ subject: /text/ }, 1],
    [{ text: "Reference: 1" }, 1],
    [{ text: /^hello$/ }, 1],
    [{ html: "<b>Rex" }, 1],
    [{ html: /B&uuml;rste/ }, 2],
    [{ template: "t1" }, 1],
    [{ template: "t" }, 0],
    [{ subject: "text only", text: "other" }, 0],
    [{}, 5],
  ])("%j fits %i of the five", (filter, count) => {
    expect(mails.filter((mail) => fits(mail, filter))).toHaveLength(count);
  });

  test("with a global pattern fits every time", () => {
    const filter = { subject: /text/g };
    expect([fits(textOnly, filter), fits(textOnly, filter)]).toEqual([true, true]);
  });

  test("reads as the end of a sentence", () => {
    expect(describeFilter({ to: "a@b.example", subject: /x/i })).toBe(
      ' with to "a@b.example" and subject /x/i',
    );
    expect(describeFilter({})).toBe("");
  });
});

test("a mail reads on one line", () => {
  expect(mailLine(simple)).toBe(
    '2026-11-23T15:37:50.000Z "Brush Rex ü🐶" from cuddles@sender.example to rex@inbox.example cc cc@inbox.example bcc bcc@inbox.example',
  );
  expect(mailLine(templated)).toContain('template t1 {"name":"Rex"} from');
});
