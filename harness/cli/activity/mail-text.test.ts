import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { toMail } from "../../mail/captured-mail.ts";
import type { CapturedMessage } from "../../mail/captured-messages.ts";
import { findMail, fullMail, jsonMail, mailLine, sentTo } from "./mail-text.ts";

const plain = new PassThrough();
const captured = (fields: Partial<CapturedMessage> = {}) =>
  toMail({
    Id: "3f9ac0de-1111",
    Region: "us-east-1",
    Timestamp: "2026-02-03T04:05:06",
    Source: "cuddles@petcuddleotron.example",
    Destination: { ToAddresses: ["rex@example.com"], CcAddresses: ["Cat <Cat@example.com>"] },
    Subject: "Time to cuddle",
    Body: { text_part: "Brush Rex\r\n", html_part: "<p>Brush Rex</p>" },
    ...fields,
  });

describe("which mail is meant", () => {
  test("by its id, or how that begins", async () => {
    const mails = [await captured(), await captured({ Id: "3f9ac0de-2222" }), await captured({ Id: "77" })];
    expect(findMail(mails, "3f9ac0de-2222")).toBe(mails[1]);
    expect(findMail(mails, "7")).toBe(mails[2]);
  });

  test("a whole id wins over those that begin with it", async () => {
    const mails = [await captured({ Id: "ab" }), await captured({ Id: "abc" })];
    expect(findMail(mails, "ab")).toBe(mails[0]);
  });

  test("none or several is an error that says so", async () => {
    const mails = [await captured(), await captured({ Id: "3f9ac0de-2222" })];
    expect(() => findMail(mails, "zz")).toThrow("no mail has the id zz");
    expect(() => findMail(mails, "3f9")).toThrow("ids of 2 mails begin with 3f9");
  });
});

test("a mail went to the addresses in To, Cc and Bcc, in any case", async () => {
  const mail = await captured();
  expect(["REX@example.com", " cat@example.com"].map((address) => sentTo(mail, address))).toEqual([
    true,
    true,
  ]);
  expect(sentTo(mail, "ex@example.com")).toBe(false);
});

test("a list has time, id, recipients and subject", async () => {
  expect(mailLine(await captured(), plain)).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}3f9ac0de {2}rex@example.com, cat@example.com {2}Time to cuddle$/,
  );
});

test("one mail is shown with its text", async () => {
  const lines = fullMail(await captured(), plain).split("\n");
  expect(lines.map((line) => line.replace(/\d{4}-.*/, "…"))).toEqual([
    "Id:      3f9ac0de-1111",
    "Date:    …",
    "From:    cuddles@petcuddleotron.example",
    "To:      rex@example.com",
    "Cc:      Cat@example.com",
    "Subject: Time to cuddle",
    "",
    "Brush Rex",
  ]);
});

test("a subject cannot forge header lines, nor a text steer the terminal", async () => {
  const shown = fullMail(
    await captured({ Subject: "a\nTo: b", Body: { text_part: "\u001b[2Jgone" } }),
    plain,
  );
  expect(shown).toContain("Subject: a To: b\n");
  expect(shown).not.toContain("\u001b");
});

test("a mail without text says so", async () => {
  expect(fullMail(await captured({ Body: { html_part: "<p>x</p>" } }), plain)).toMatch(/HTML only/);
  expect(fullMail(await captured({ Body: {} }), plain)).toMatch(/\(no text\)$/);
});

test("JSON has all fields, and of attachments the size", async () => {
  const mail = await captured();
  const content = new Uint8Array(3);
  mail.attachments.push({ filename: "a.png", mimeType: "image/png", content });
  expect(JSON.parse(JSON.stringify(jsonMail(mail)))).toMatchObject({
    id: "3f9ac0de-1111",
    to: ["rex@example.com"],
    subject: "Time to cuddle",
    attachments: [{ filename: "a.png", mimeType: "image/png", bytes: 3 }],
  });
});
