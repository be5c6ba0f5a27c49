import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reminderRequest } from "./reminder.fixture.ts";
import { FIELDS, isAddress, MAX_EMAIL_LENGTH, parseReminderRequest, TEXT_FIELDS } from "./reminder.ts";

const refused = (fields: object) => {
  const parsed = parseReminderRequest(reminderRequest(fields));
  return parsed.success ? [] : parsed.errors.map(({ field, detail }) => `${field} ${detail}`);
};

it("knows its fields", () => {
  expect(FIELDS).toEqual(Object.keys(reminderRequest()));
  expect(TEXT_FIELDS).toEqual(FIELDS.filter((field) => field !== "waitSeconds"));
});

it("refuses each field that is missing", () => {
  for (const field of FIELDS) {
    const { [field]: _, ...others } = reminderRequest();
    const detail = "is missing";
    expect(parseReminderRequest(others)).toEqual({ success: false, errors: [{ field, detail }] });
  }
});

describe("a message", () => {
  it.each([
    ["NUL", "\u0000"],
    ["control characters", "\u0007\u001b\u007f\u0085"],
    ["zero-width spaces", "\u200b\ufeff\u2060"],
    ["zero-width joiners", "\u200c\u200d"],
    ["bidi controls", "\u202a\u202e\u2066\u2069\u061c"],
    ["Hangul fillers", "\u115f\u1160\u3164\uffa0"],
    ["Braille blanks", "\u2800"],
    ["soft hyphens", "\u00ad"],
    ["a Mongolian vowel separator", "\u180e"],
    ["variation selectors", "\ufe0f\u{e0100}"],
    ["tags", "\u{e0001}\u{e0041}"],
    ["interlinear annotations", "\ufff9\ufffa\ufffb"],
    ["an object replacement character", "\ufffc"],
    ["characters that are none", "\ufffe\uffff"],
    ["a combining grapheme joiner", "\u034f"],
    ["accents without a letter", "\u0301\u20e3"],
    ["all kinds of spaces", " \t\n\u00a0\u2003\u3000\u2028"],
    ["a mixture", " \u200b\u0000\u3164 \u202e\u2800\u00ad\n"],
  ])("of %s is empty", (_, message) => {
    expect(refused({ message })).toEqual(["message must not be empty"]);
  });

  it.each(["🐶", "🐕‍🦺", "1️⃣", "é", "e\u0301", ".", "שלום", "नमस्ते", "\u200bx\u200b", "\ud83d", "🇩🇪", "☐"])(
    "may be %j",
    (message) => expect(refused({ message })).toEqual([]),
  );

  it("with a visible character is never empty", () => {
    const blank = fc.constantFrom(..."\u0000\u200b\u202e\u3164\u2800\u00ad\u2060\ufeff\u180e ");
    fc.assert(
      fc.property(fc.string({ unit: blank, maxLength: 400 }), fc.string({ unit: blank }), (before, after) => {
        expect(refused({ message: before })).toEqual(["message must not be empty"]);
        expect(refused({ message: `${before}a${after}` })).toEqual([]);
      }),
    );
  });

  it("has no halves of surrogate pairs, and is trimmed", () => {
    const parsed = parseReminderRequest(reminderRequest({ message: " half an emoji: \ud83d " }));
    expect(parsed).toMatchObject({ success: true, request: { message: "half an emoji: \ufffd" } });
  });
});

describe("an address", () => {
  it.each([
    "rex@example.com",
    "rex+pets@sub.example.co.uk",
    "o'brien@example.com",
    "!#$%&'*+-/=?^_`{|}~@example.com",
    "a@b.cd",
    "1@123.com",
    "rex@xn--mnchen-3ya.example",
    "rex@example.xn--p1ai",
    `${"a".repeat(64)}@example.com`,
    `a@${"b".repeat(63)}.example`,
  ])("may be %s", (email) => {
    expect(refused({ email })).toEqual([]);
    expect(isAddress(email)).toBe(true);
  });

  it.each([
    "a..b@example.com",
    ".a@example.com",
    "a.@example.com",
    `${"a".repeat(65)}@example.com`,
    "rex@127.0.0.1",
    "rex@[127.0.0.1]",
    "rex@[IPv6:::1]",
    "rex@123.456",
    "rex@1",
    "rex@localhost",
    "rex@example.c",
    "rex@example.123",
    "rex@example..com",
    "rex@.example.com",
    "rex@example.com.",
    "rex@-example.com",
    "rex@example-.com",
    "rex@ex_ample.com",
    `rex@${"b".repeat(64)}.example`,
    "réx@example.com",
    "rex@münchen.example",
    "rex@ｅxample.com",
    '"rex"@example.com',
    '"rex dog"@example.com',
    "rex(dog)@example.com",
    "rex@example.com,tom@example.com",
    "rex@tom@example.com",
    "Rex <rex@example.com>",
    " rex@example.com",
    "rex@example.com\n",
    "rex\u200b@example.com",
    "@example.com",
    "rex@",
    "rex",
    "",
  ])("may not be %j", (email) => {
    expect(refused({ email })).toEqual(["email must be one e-mail address, like rex@example.com"]);
    expect(isAddress(email)).toBe(false);
  });

  it("is within SES's limit of length", () => {
    const domain = `${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.example`;
    const longest = `${"a".repeat(MAX_EMAIL_LENGTH - domain.length - 1)}@${domain}`;
    expect(longest).toHaveLength(MAX_EMAIL_LENGTH);
    expect(refused({ email: longest })).toEqual([]);
    expect(refused({ email: `a${longest}` })).toEqual([
      `email must be at most ${MAX_EMAIL_LENGTH} characters`,
    ]);
  });
});
