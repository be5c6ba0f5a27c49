/** Promise: SES accepts what it accepts on AWS, and the inbox shows all of it, where LocalStack alone does not. */
import {
  CreateTemplateCommand,
  DeleteIdentityCommand,
  DeleteTemplateCommand,
  SESClient,
  SendBulkTemplatedEmailCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  SendRawEmailCommand,
  SendTemplatedEmailCommand,
  VerifyDomainIdentityCommand,
} from "@aws-sdk/client-ses";
import { clientConfig } from "localstack-harness";
import { describe } from "vitest";
import { test as base, expect } from "../app.ts";

/** With a client, and a domain that only this test has verified. */
const test = base.extend<{ ses: SESClient; domain: string }>({
  ses: async ({ endpoint }, use) => {
    const client = new SESClient(clientConfig(endpoint));
    await use(client);
    client.destroy();
  },
  domain: async ({ ses }, use) => {
    const domain = `${crypto.randomUUID()}.example`;
    await ses.send(new VerifyDomainIdentityCommand({ Domain: domain }));
    await use(domain);
    await ses.send(new DeleteIdentityCommand({ Identity: domain }));
  },
});

const TEXT = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8";

describe("a raw message", () => {
  const forms: Record<string, (address: string) => string> = {
    "in lower case": (address) => `from: ${address}\nSubject: x\n${TEXT}`,
    "behind a subject that says From:": (address) => `Subject: Note From: the cat\nFrom: ${address}\n${TEXT}`,
    folded: (address) => `From: A name so long that it is folded\n <${address}>\nSubject: x\n${TEXT}`,
    "with a comma in a quoted name": (address) => `From: "Doe, Jane" <${address}>\nSubject: x\n${TEXT}`,
    "with a comment": (address) => `From: ${address} (Jane)\nSubject: x\n${TEXT}`,
    "with an encoded name": (address) => `From: =?utf-8?q?J=C3=B6rg?= <${address}>\nSubject: x\n${TEXT}`,
  };
  test.for(Object.entries(forms))("has its sender %s", async ([, head], { ses, domain, inbox }) => {
    const message = `${head(`me@${domain}`)}\nTo: ${inbox.address()}\n\nHi`;
    await ses.send(
      new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(message.replaceAll("\n", "\r\n")) } }),
    );
    expect(await inbox.receive()).toMatchObject({ from: `me@${domain}`, text: expect.stringMatching(/^Hi/) });
  });

  const encodings: [type: string, encoding: BufferEncoding][] = [
    ["text/plain; charset=iso-8859-1", "latin1"],
    ["text/plain; charset=utf-8", "utf8"],
  ];
  test.for(encodings)("in %s keeps its characters", async ([type, encoding], { ses, domain, inbox }) => {
    const head = `From: me@${domain}\nTo: ${inbox.address()}\nSubject: Hi\nMIME-Version: 1.0`;
    const message = `${head}\nContent-Type: ${type}\nContent-Transfer-Encoding: 8bit\n\nGrüße`;
    await ses.send(
      new SendRawEmailCommand({
        RawMessage: { Data: Buffer.from(message.replaceAll("\n", "\r\n"), encoding) },
      }),
    );
    expect((await inbox.receive()).text.trim()).toBe("Grüße");
  });

  test("reaches recipients that no header names", async ({ ses, domain, inbox }) => {
    const message = `From: me@${domain}\nTo: ${inbox.address("seen")}\nSubject: x\n${TEXT}\n\nHi`;
    await ses.send(
      new SendRawEmailCommand({
        Destinations: [inbox.address("seen"), inbox.address("hidden")],
        RawMessage: { Data: Buffer.from(message.replaceAll("\n", "\r\n")) },
      }),
    );
    const mail = await inbox.receive({ to: inbox.address("hidden") });
    expect(mail).toMatchObject({ to: [inbox.address("seen")], bcc: [inbox.address("hidden")] });
  });

  const refused: [what: string, head: (me: string, other: string) => string, error: string][] = [
    ["with a second sender", (me, other) => `From: ${me}, ${other}\nTo: a@inbox.example`, "not verified"],
    ["of another author", (_, other) => `From: ${other}\nTo: a@inbox.example`, "not verified"],
    [
      "by another sender",
      (me, other) => `From: ${me}\nSender: ${other}\nTo: a@inbox.example`,
      "not verified",
    ],
    [
      "to return to another",
      (me, other) => `From: ${me}\nReturn-Path: <${other}>\nTo: a@inbox.example`,
      "not verified",
    ],
    ["to no one", (me) => `From: ${me}\nTo: undisclosed-recipients:;`, "Missing required header 'To'"],
    ["with an empty To", (me) => `From: ${me}\nTo:\nCc: a@inbox.example`, "Empty required header 'To'"],
  ];
  test.for(refused)("%s is refused", async ([, head, error], { ses, domain }) => {
    const message = `${head(`me@${domain}`, "me@other.example")}\nSubject: x\n${TEXT}\n\nHi`;
    const Data = Buffer.from(message.replaceAll("\n", "\r\n"));
    await expect(ses.send(new SendRawEmailCommand({ RawMessage: { Data } }))).rejects.toThrow(error);
  });

  test("reaches those of a group, and keeps a name that is not encoded", async ({ ses, domain, inbox }) => {
    const head = `From: J\xf6rg <me@${domain}>\nTo: Team: ${inbox.address("a")}, B <${inbox.address("b")}>;`;
    const message = `${head}\nSubject: Gr\xfc\xdfe\nMIME-Version: 1.0\n\nHi`;
    const Data = Buffer.from(message.replaceAll("\n", "\r\n"), "latin1");
    await ses.send(new SendRawEmailCommand({ RawMessage: { Data } }));
    const mail = await inbox.receive({ to: inbox.address("b") });
    expect(mail).toMatchObject({
      from: `me@${domain}`,
      subject: "Grüße",
      to: [inbox.address("a"), inbox.address("b")],
    });
  });

  test("without a sender is refused", async ({ ses }) => {
    const Data = Buffer.from("Subject: From: me@send.example\r\n\r\nHi");
    await expect(ses.send(new SendRawEmailCommand({ RawMessage: { Data } }))).rejects.toThrow(
      "Missing required header 'From'",
    );
  });
});

test("a sender is verified by a domain above it, in any case", async ({ ses, domain, inbox }) => {
  for (const Source of [`me@mail.eu.${domain}`, `Me@${domain.toUpperCase()}`, `"Me" <me@${domain}>`])
    await ses.send(
      new SendEmailCommand({
        Source,
        Destination: { ToAddresses: [inbox.address()] },
        Message: { Subject: { Data: "x" }, Body: { Text: { Data: "Hi" } } },
      }),
    );
  await inbox.receiveExactly(3);
});

test("a mail that no one receives, or whose errors go to another, is refused", async ({ ses, domain }) => {
  const Message = { Subject: { Data: "x" }, Body: { Text: { Data: "Hi" } } };
  const mail = { Source: `me@${domain}`, Destination: { ToAddresses: ["a@inbox.example"] }, Message };
  const send = (changed: Partial<SendEmailCommandInput>) =>
    ses.send(new SendEmailCommand({ ...mail, ...changed }));
  await expect(send({ Destination: {} })).rejects.toThrow("Missing required header 'To'");
  await expect(send({ ReturnPath: "b@other.example" })).rejects.toThrow(
    "Email address is not verified. The following identities failed the check in region US-EAST-1: b@other.example",
  );
  await expect(send({ Source: "b@other.example" })).rejects.toMatchObject({ name: "MessageRejected" });
  await expect(send({ ReplyToAddresses: ["no-address"] })).rejects.toThrow("Missing final '@domain'");
});

test("addresses to reply to are kept for every way to send", async ({ ses, domain, inbox }) => {
  const TemplateName = crypto.randomUUID();
  await ses.send(
    new CreateTemplateCommand({ Template: { TemplateName, SubjectPart: "{{a}}", TextPart: "Hi" } }),
  );
  const Source = `me@${domain}`;
  const ReplyToAddresses = [`Help <help@${domain}>`];
  const to = (name: string) => ({ ToAddresses: [inbox.address(name)] });
  await ses.send(
    new SendEmailCommand({
      Source,
      ReplyToAddresses,
      Destination: to("simple"),
      Message: { Subject: { Data: "x" }, Body: { Text: { Data: "Hi" } } },
    }),
  );
  const template = { Source, ReplyToAddresses, Template: TemplateName };
  await ses.send(
    new SendTemplatedEmailCommand({ ...template, Destination: to("templated"), TemplateData: '{"a":"1"}' }),
  );
  await ses.send(
    new SendBulkTemplatedEmailCommand({
      ...template,
      DefaultTemplateData: '{"a":"2"}',
      Destinations: [
        { Destination: to("bulk") },
        { Destination: to("own"), ReplacementTemplateData: '{"a":"3"}' },
      ],
    }),
  );
  const raw = `From: ${Source}\nTo: ${inbox.address("raw")}\nReply-To: ${ReplyToAddresses}\nSubject: x\n${TEXT}\n\nHi`;
  await ses.send(
    new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw.replaceAll("\n", "\r\n")) } }),
  );
  for (const name of ["simple", "templated", "bulk", "own", "raw"]) {
    const mail = await inbox.receive({ to: inbox.address(name) });
    expect(mail.replyTo, name).toEqual([`help@${domain}`]);
  }
  const own = await inbox.receive({ to: inbox.address("own") });
  expect(own).toMatchObject({
    subject: "3",
    text: "Hi",
    template: { name: TemplateName, data: { a: "3" } },
  });
  await ses.send(new DeleteTemplateCommand({ TemplateName }));
});
