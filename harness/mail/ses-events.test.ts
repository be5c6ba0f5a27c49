import { describe, expect, test } from "vitest";
import { toMail } from "./captured-mail.ts";
import { deliveredMail } from "./ses-events.ts";

/** After the example in SES's documentation of event contents, "Delivery". */
const event = {
  eventType: "Delivery",
  mail: {
    timestamp: "2026-10-19T23:20:52.240Z",
    source: "sender@example.com",
    sourceArn: "arn:aws:ses:eu-west-1:123456789012:identity/sender@example.com",
    sendingAccountId: "123456789012",
    messageId: "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
    destination: ["success+rex@simulator.amazonses.com"],
    headersTruncated: false,
    headers: [{ name: "Subject", value: "It is time" }],
    commonHeaders: {
      from: ["sender@example.com"],
      to: ["success+rex@simulator.amazonses.com"],
      subject: "It is time",
    },
    tags: { "ses:configuration-set": ["ConfigSet"] },
  },
  delivery: {
    timestamp: "2026-10-19T23:21:04.133Z",
    processingTimeMillis: 11893,
    recipients: ["success+rex@simulator.amazonses.com"],
    smtpResponse: "250 2.6.0 Message received",
    reportingMTA: "mta.example.com",
  },
};

describe("a delivery", () => {
  test("is a mail, without its text", async () => {
    const captured = deliveredMail(JSON.stringify(event));
    expect(captured && (await toMail(captured))).toMatchObject({
      id: event.mail.messageId,
      time: new Date("2026-10-19T23:20:52.240Z"),
      region: "eu-west-1",
      from: "sender@example.com",
      to: ["success+rex@simulator.amazonses.com"],
      subject: "It is time",
      text: "",
    });
  });

  test.each([
    [{ commonHeaders: { subject: "It is time", replyTo: ["help@example.com"] } }],
    [{ headers: [{ name: "Reply-To", value: "Help <help@example.com>" }] }],
  ])("has its addresses for answers (%o)", async (fields) => {
    const captured = deliveredMail(JSON.stringify({ ...event, mail: { ...event.mail, ...fields } }));
    expect(captured && (await toMail(captured)).replyTo).toEqual(["help@example.com"]);
  });

  test("may come in SNS's envelope", () => {
    const envelope = JSON.stringify({ Type: "Notification", Message: JSON.stringify(event) });
    expect(deliveredMail(envelope)).toEqual(deliveredMail(JSON.stringify(event)));
  });

  test("may come as an identity's notification, which names no subject", () => {
    const { eventType, mail, ...rest } = event;
    const { commonHeaders: _, ...bare } = mail;
    const notification = { notificationType: eventType, mail: bare, ...rest };
    expect(deliveredMail(JSON.stringify(notification))).toMatchObject({ Id: mail.messageId, Subject: "" });
  });
});

test.each(["Send", "Bounce", "Complaint", "Reject", "DeliveryDelay"])(
  "%s is not a mail that arrived",
  (eventType) => expect(deliveredMail(JSON.stringify({ ...event, eventType }))).toBeUndefined(),
);

test.each(["", "{", "null", "42", "{}", '{"Message":"hello"}', '{"eventType":"Delivery","mail":{}}'])(
  "%j is refused",
  (body) => expect(() => deliveredMail(body)).toThrow(expect.objectContaining({ code: "NOT_A_SES_EVENT" })),
);
