import { expect, test } from "vitest";
import type { Mail } from "../../mail/captured-mail.ts";
import type { CapturedMessage } from "../../mail/captured-messages.ts";
import { NewMails } from "./follow.ts";
import { mailEvent, subjectOf } from "./mail-events.ts";

const mail = (fields: Partial<Mail> = {}): Mail => ({
  id: "1",
  time: new Date("2026-02-03T04:05:06Z"),
  region: "us-east-1",
  from: "cuddles@petcuddleotron.example",
  to: ["rex@example.com"],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: "Time to cuddle",
  text: "Brush Rex\n\nReference: 0f8fad5b-d9cb-469f-a165-70867728950e\n",
  html: "",
  headers: [],
  attachments: [],
  ...fields,
});

const known = ["another", "0f8fad5b-d9cb-469f-a165-70867728950e"];

test("a mail is shown with its execution, its recipients and its subject", () => {
  expect(mailEvent(mail({ cc: ["cat@example.com"] }), known)).toMatchObject({
    id: "0f8fad5b-d9cb-469f-a165-70867728950e",
    text: "mail to rex@example.com, cat@example.com: Time to cuddle",
  });
  expect(mailEvent(mail({ text: "", html: "<p>another</p>" }), known).id).toBe("another");
});

test("a mail that mentions no execution has no id", () => {
  expect(mailEvent(mail({ text: "Reference: something else" }), known).id).toBe("");
});

test("a templated mail is named by its template", () => {
  expect(subjectOf(mail({ subject: "", template: { name: "cuddle", data: {} } }))).toBe("(template cuddle)");
});

test("a mail is new once", () => {
  const [a, b, c] = ["a", "b", "c"].map((Id) => ({ Id, Region: "r", Timestamp: "t", Source: "s" })) as [
    CapturedMessage,
    CapturedMessage,
    CapturedMessage,
  ];
  const newMails = new NewMails([a]);
  expect(newMails.among([a, b])).toEqual([b]);
  expect(newMails.among([a, b, c])).toEqual([c]);
  expect(newMails.among([a, b, c])).toEqual([]);
});
