import { describe, expect, it } from "vitest";
import { reminderRequest } from "../../functions/reminder.fixture.ts";
import { FIELDS, parseReminderRequest } from "../../functions/reminder.ts";
import { asSentence, fieldSentences } from "./field-errors.ts";

describe("fieldSentences", () => {
  it("has a sentence for each field that the contract refuses", () => {
    const checked = parseReminderRequest(reminderRequest({ message: " ", email: "rex", waitSeconds: 1.5 }));
    const { fields, others } = fieldSentences(checked.success ? [] : checked.errors);
    expect(fields).toEqual({
      message: "The message must not be empty.",
      email: "This must be one e-mail address, like rex@example.com.",
      waitSeconds: "The time must be a whole number of seconds.",
    });
    expect(others).toEqual([]);
  });

  it("has a sentence for every field of the contract, also for one without its own words", () => {
    const checked = parseReminderRequest({});
    const { fields, others } = fieldSentences(checked.success ? [] : checked.errors);
    expect(Object.keys(fields).sort()).toEqual([...FIELDS].sort());
    expect(others).toEqual([]);
  });

  it("keeps the first error of a field, and what belongs to none", () => {
    const { fields, others } = fieldSentences([
      { field: "email", detail: "must be text" },
      { field: "email", detail: "must be short" },
      { field: "", detail: "must be a JSON object" },
      { field: "colour", detail: "is not a known field" },
    ]);
    expect(fields).toEqual({ email: "This must be text." });
    expect(others).toEqual(["The request must be a JSON object.", "Colour is not a known field."]);
  });
});

it.each([
  ["no such thing", "No such thing."],
  ["Really? ", "Really?"],
  ["Done.", "Done."],
])("makes a sentence of %j", (text, sentence) => {
  expect(asSentence(text)).toBe(sentence);
});
