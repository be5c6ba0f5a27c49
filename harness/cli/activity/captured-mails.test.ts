import { expect, test } from "vitest";
import type { Mail } from "../../mail/captured-mail.ts";
import { mailHappening, referenceOf, subjectOf } from "./captured-mails.ts";
import { NewMails } from "./follow.ts";

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

test("a mail is told with its reminder's id, its recipients and its subject", () => {
  expect(mailHappening(mail({ cc: ["cat@example.com"] }))).toMatchObject({
    id: "0f8fad5b-d9cb-469f-a165-70867728950e",
    text: "mail to rex@example.com, cat@example.com: Time to cuddle",
  });
});

test("a mail without a reference has no id", () => {
  expect(referenceOf(mail({ text: "Reference: something else" }))).toBe("");
});

test("a templated mail is named by its template", () => {
  expect(subjectOf(mail({ subject: "", template: { name: "cuddle", data: {} } }))).toBe("(template cuddle)");
});

test("a mail is new once", () => {
  const [a, b, c] = [mail({ id: "a" }), mail({ id: "b" }), mail({ id: "c" })];
  const newMails = new NewMails([a]);
  expect(newMails.among([a, b])).toEqual([b]);
  expect(newMails.among([a, b, c])).toEqual([c]);
  expect(newMails.among([a, b, c])).toEqual([]);
});
