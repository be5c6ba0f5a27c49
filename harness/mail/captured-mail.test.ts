import { describe, expect, test } from "vitest";
import { recordedMessages } from "../testing/recordings.ts";
import { fits, type Mail, mailLine, mentions, toMail } from "./captured-mail.ts";
import type { CapturedMessage } from "./captured-messages.ts";

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

  test("without HTML or copies has empty fields", () => {
    expect(textOnly).toMatchObject({ text: "hello", html: "", cc: [], bcc: [], attachments: [] });
  });

  test("of a template is what was rendered", async () => {
    const rendered = { Subject: "Hi Rex", Body: { text_part: "text", html_part: "<p>" } };
    const mail = await toMail({ ...(recordedMessages()[2] as CapturedMessage), ...rendered });
    expect(mail).toMatchObject({ subject: "Hi Rex", text: "text", html: "<p>", template: { name: "t1" } });
  });

  test("of SendTemplatedEmail has the template and its data", () => {
    expect(templated.template).toEqual({ name: "t1", data: { name: "Rex" } });
    expect(templated.to).toEqual(["rex@inbox.example"]);
  });

  test("whose template data is not JSON has it as text", async () => {
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
});

test.each([
  ["rex@inbox.example", 5],
  ["bcc@inbox.example", 1],
  ["two@inbox.example", 2],
  ["max@inbox.example", 0],
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
});

describe("the addresses for answers", () => {
  const REPLY_TO = ["Help <help@sender.example>", "b@sender.example"];
  const raw =
    "From: a@sender.example\r\nTo: rex@inbox.example\r\nReply-To: help@sender.example, b@sender.example\r\n\r\nhello";
  test.each<[string, Partial<CapturedMessage>]>([
    ["SendEmail", { ReplyToAddresses: REPLY_TO, Body: { text_part: "hello" } }],
    ["SendTemplatedEmail", { ReplyToAddresses: REPLY_TO, Template: "t1", TemplateData: "{}" }],
    ["SendRawEmail", { RawData: raw }],
    [
      "SendRawEmail with them as a parameter",
      { ReplyToAddresses: REPLY_TO, RawData: raw.replace(/Reply-To.*\r\n/, "") },
    ],
  ])("are there for %s", async (_, fields) => {
    const [message] = recordedMessages();
    const mail = await toMail({ ...(message as CapturedMessage), ...fields });
    expect(mail.replyTo).toEqual(["help@sender.example", "b@sender.example"]);
    expect(fits(mail, { replyTo: "HELP@sender.example" })).toBe(true);
    expect(fits(mail, { replyTo: "rex@inbox.example" })).toBe(false);
    expect(mailLine(mail)).toMatch(/ reply-to help@sender\.example reply-to b@sender\.example$/);
  });

  test("are none where the mail has none", () => {
    expect(mails.map(({ replyTo }) => replyTo)).toEqual(mails.map(() => []));
  });
});

test("a mail reads on one line", () => {
  expect(mailLine(simple)).toBe(
    '2026-11-23T15:37:50.000Z "Brush Rex ü🐶" from cuddles@sender.example to rex@inbox.example cc cc@inbox.example bcc bcc@inbox.example',
  );
  expect(mailLine(templated)).toContain('Z template t1 {"name":"Rex"} from');
  expect(mailLine({ ...templated, subject: "Hi" })).toContain('Z "Hi" of template t1 {"name":"Rex"} from');
});
