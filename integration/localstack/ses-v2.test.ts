/** Promise: SES v2 sends as on AWS, by its SDK client and by nodemailer, and the inbox shows every mail. */
import {
  CreateEmailIdentityCommand,
  CreateEmailTemplateCommand,
  DeleteEmailIdentityCommand,
  DeleteEmailTemplateCommand,
  SESv2Client,
  SendBulkEmailCommand,
  SendEmailCommand,
  TestRenderEmailTemplateCommand,
} from "@aws-sdk/client-sesv2";
import { clientConfig } from "localstack-harness";
import { createTransport } from "nodemailer";
import { test as base, expect } from "../app.ts";

/** With a client, and a domain that only this test has verified. */
const test = base.extend<{ ses: SESv2Client; domain: string; template: string }>({
  ses: async ({ endpoint }, use) => {
    const client = new SESv2Client(clientConfig(endpoint));
    await use(client);
    client.destroy();
  },
  domain: async ({ ses }, use) => {
    const EmailIdentity = `${crypto.randomUUID()}.example`;
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    await use(EmailIdentity);
    await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
  },
  template: async ({ ses }, use) => {
    const TemplateName = crypto.randomUUID();
    const TemplateContent = { Subject: "For {{name}}", Text: "Hi {{name}}", Html: "<p>{{name}}" };
    await ses.send(new CreateEmailTemplateCommand({ TemplateName, TemplateContent }));
    await use(TemplateName);
    await ses.send(new DeleteEmailTemplateCommand({ TemplateName }));
  },
});

const SIMPLE = { Subject: { Data: "Brush Rex" }, Body: { Text: { Data: "now" }, Html: { Data: "<p>now" } } };

test("a simple mail is captured with its parts and addresses", async ({ ses, domain, inbox }) => {
  const { MessageId } = await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `Cuddles <me@${domain}>`,
      Destination: { ToAddresses: [inbox.address()], CcAddresses: [inbox.address("copy")] },
      ReplyToAddresses: [`help@${domain}`],
      Content: { Simple: SIMPLE },
    }),
  );
  expect(await inbox.receive()).toMatchObject({
    id: MessageId,
    from: `me@${domain}`,
    cc: [inbox.address("copy")],
    replyTo: [`help@${domain}`],
    subject: "Brush Rex",
    text: "now",
    html: "<p>now",
  });
});

test("attachments and headers of a simple mail are in the inbox", async ({ ses, domain, inbox }) => {
  const attachment = { FileName: "größe.txt", ContentType: "text/plain", RawContent: Buffer.from("12 kg") };
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `me@${domain}`,
      Destination: { ToAddresses: [inbox.address()], BccAddresses: [inbox.address("hidden")] },
      Content: {
        Simple: {
          ...SIMPLE,
          Attachments: [attachment],
          Headers: [{ Name: "List-Unsubscribe", Value: "<x>" }],
        },
      },
    }),
  );
  const mail = await inbox.receive();
  expect(mail).toMatchObject({ subject: "Brush Rex", bcc: [inbox.address("hidden")] });
  expect(mail.text.trim()).toBe("now");
  expect(mail.headers).toContainEqual({ name: "list-unsubscribe", value: "<x>" });
  expect(
    mail.attachments.map(({ filename, content }) => [filename, new TextDecoder().decode(content)]),
  ).toEqual([["größe.txt", "12 kg"]]);
});

test("nodemailer sends by its SES transport", async ({ ses, domain, inbox }) => {
  const transport = createTransport({ SES: { sesClient: ses, SendEmailCommand } });
  await transport.sendMail({
    from: `"Jörg" <me@${domain}>`,
    to: inbox.address(),
    bcc: inbox.address("hidden"),
    subject: "Grüße 🐶",
    text: "Hi Rex",
    attachments: [{ filename: "rex.png", content: Buffer.from([137, 80, 78, 71]) }],
  });
  const mail = await inbox.receive();
  expect(mail).toMatchObject({ from: `me@${domain}`, subject: "Grüße 🐶", bcc: [inbox.address("hidden")] });
  expect(mail.text.trim()).toBe("Hi Rex");
  expect(mail.attachments).toMatchObject([{ filename: "rex.png", mimeType: "image/png" }]);
});

test("each mail of a bulk is rendered with its own values", async ({ ses, domain, inbox, template }) => {
  const own = { ReplacementTemplate: { ReplacementTemplateData: '{"name":"Bea"}' } };
  const { BulkEmailEntryResults = [] } = await ses.send(
    new SendBulkEmailCommand({
      FromEmailAddress: `me@${domain}`,
      DefaultContent: { Template: { TemplateName: template, TemplateData: '{"name":"you"}' } },
      BulkEmailEntries: [
        { Destination: { ToAddresses: [inbox.address("default")] } },
        { Destination: { ToAddresses: [inbox.address("own")] }, ReplacementEmailContent: own },
      ],
    }),
  );
  expect(BulkEmailEntryResults.map(({ Status }) => Status)).toEqual(["SUCCESS", "SUCCESS"]);
  expect(await inbox.receive({ to: inbox.address("default") })).toMatchObject({ subject: "For you" });
  expect(await inbox.receive({ to: inbox.address("own") })).toMatchObject({
    subject: "For Bea",
    text: "Hi Bea",
    html: "<p>Bea",
  });
});

test("a mail whose template lacks a value is accepted and not sent", async ({
  ses,
  domain,
  inbox,
  template,
}) => {
  const send = (TemplateData: string) =>
    ses.send(
      new SendEmailCommand({
        FromEmailAddress: `me@${domain}`,
        Destination: { ToAddresses: [inbox.address()] },
        Content: { Template: { TemplateName: template, TemplateData } },
      }),
    );
  expect((await send("{}")).MessageId).toBeTruthy();
  await send('{"name":"Ann"}');
  await inbox.receiveExactly(1, { subject: "For Ann" });
  await expect(
    ses.send(new TestRenderEmailTemplateCommand({ TemplateName: template, TemplateData: "{}" })),
  ).rejects.toMatchObject({ name: "BadRequestException", message: expect.stringContaining("'name'") });
});

test("what AWS refuses is refused by the same name", async ({ ses, domain, inbox }) => {
  const send = (request: object) =>
    ses.send(
      new SendEmailCommand({
        FromEmailAddress: `me@${domain}`,
        Destination: { ToAddresses: [inbox.address()] },
        Content: { Simple: SIMPLE },
        ...request,
      }),
    );
  await expect(send({ FromEmailAddress: "me@unverified.example" })).rejects.toMatchObject({
    name: "MessageRejected",
    message: expect.stringContaining("not verified"),
  });
  const missing = { name: "NotFoundException" };
  await expect(send({ Content: { Template: { TemplateName: "none" } } })).rejects.toMatchObject(missing);
  await expect(send({ ConfigurationSetName: "none" })).rejects.toMatchObject(missing);
  await expect(send({ Destination: undefined })).rejects.toMatchObject({ name: "BadRequestException" });
});

test("a fault injected into SES v2 reaches its caller, and is recorded", async ({
  ses,
  domain,
  inbox,
  faults,
  calls,
}) => {
  const email = inbox.address();
  await using _ = await faults.inject({
    service: "sesv2",
    operation: "SendEmail",
    error: "TooManyRequestsException",
    times: 1,
    match: email,
  });
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `me@${domain}`,
      Destination: { ToAddresses: [email] },
      Content: { Simple: SIMPLE },
    }),
  );
  await inbox.receiveExactly(1);
  const sent = await calls.list({ service: "sesv2", operation: "SendEmail", match: email });
  expect(sent.map(({ error }) => error)).toEqual(["TooManyRequestsException", ""]);
});
