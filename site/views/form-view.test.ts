// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reminderRequest } from "../../functions/reminder.fixture.ts";
import { FIELDS, MAX_MESSAGE_LENGTH, TEXT_FIELDS } from "../../functions/reminder.ts";
import { ApiFailure } from "../api-failure.ts";
import { byId, openPage, pick, textOf, type } from "../page.fixture.ts";
import { type Filled, type FormView, formView } from "./form-view.ts";

let asked: Filled[];
let view: FormView;
beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2027, 4, 12, 12) });
  openPage();
  asked = [];
  view = formView((filled) => asked.push(filled));
});
afterEach(() => {
  vi.useRealTimers();
});

const submit = () => byId<HTMLFormElement>("ask").requestSubmit();
const errors = () =>
  Object.fromEntries(
    FIELDS.map((field) => [field, textOf(`${field}-error`)]).filter(([, text]) => text !== ""),
  );
function fillIn(fields: Partial<Record<string, string>> = {}): void {
  const { waitSeconds, ...texts } = { ...reminderRequest({ waitSeconds: "30" }), ...fields };
  for (const [field, value] of Object.entries(texts)) type(field, value ?? "");
  pick("amount");
  type("waitSeconds", waitSeconds);
}

describe("the form", () => {
  it("has a control, a label and a place for an error for every field of the contract", () => {
    for (const field of FIELDS) {
      expect(document.querySelectorAll(`[id="${field}"][name="${field}"]`), field).toHaveLength(1);
      expect(document.querySelectorAll(`label[for="${field}"]`), field).toHaveLength(1);
      expect(document.querySelectorAll(`[id="${field}-error"]`), field).toHaveLength(1);
      expect(byId(field).getAttribute("aria-describedby"), field).toContain(`${field}-error`);
    }
  });

  it("asks with what was typed, as the contract normalises it", () => {
    fillIn({ message: " Brush Rex \n" });
    submit();
    expect(asked.map(({ request }) => request)).toEqual([reminderRequest({ waitSeconds: 30 })]);
    expect(asked[0]?.typed).toEqual({
      ...Object.fromEntries(TEXT_FIELDS.map((field) => [field, reminderRequest()[field]])),
      message: " Brush Rex \n",
      choice: { kind: "amount", amount: "30", unit: "seconds" },
    });
    expect(errors()).toEqual({});
  });

  it("shows what the contract refuses next to each field, and focuses the first", () => {
    for (const field of TEXT_FIELDS) type(field, "\u200b\u3164");
    pick("amount");
    type("waitSeconds", "-1");
    submit();
    expect(asked).toEqual([]);
    expect(Object.keys(errors()).sort()).toEqual([...FIELDS].sort());
    for (const field of FIELDS) expect(byId(field).getAttribute("aria-invalid"), field).toBe("true");
    expect(document.activeElement).toBe(byId("ask").querySelector("textarea, input"));
  });

  it("goes to the time where only that is wrong", () => {
    fillIn({ waitSeconds: "-1" });
    submit();
    expect(errors()).toEqual({ waitSeconds: "The time must be 0 seconds or more." });
    expect(document.activeElement).toBe(byId("waitSeconds"));
  });

  it("takes a sentence away as soon as its field is right, and adds none while typing", () => {
    fillIn({ message: "", email: "rex" });
    submit();
    expect(Object.keys(errors()).sort()).toEqual(["email", "message"]);
    type("message", "Brush Rex");
    expect(Object.keys(errors())).toEqual(["email"]);
    expect(byId("message").hasAttribute("aria-invalid")).toBe(false);
    type("message", "");
    expect(Object.keys(errors())).toEqual(["email"]);
  });

  it("says that a date has passed", () => {
    fillIn();
    pick("date");
    type("date", "2027-05-12T11:59");
    submit();
    expect(errors()).toEqual({ waitSeconds: "The time has already passed: choose a later one." });
  });

  it("says how much room a long message has left", () => {
    type("message", "x".repeat(100));
    expect(textOf("message-count")).toBe("");
    type("message", "x".repeat(900));
    expect(textOf("message-count")).toBe(`900 of ${MAX_MESSAGE_LENGTH} characters`);
  });
});

describe("while an answer is awaited", () => {
  it("the form is busy, and cannot be sent a second time", () => {
    fillIn();
    view.showBusy(true);
    expect(byId("ask").getAttribute("aria-busy")).toBe("true");
    expect(byId("submit").getAttribute("aria-disabled")).toBe("true");
    submit();
    expect(asked).toEqual([]);
    view.showBusy(false);
    expect(byId("submit").getAttribute("aria-disabled")).toBe("false");
    submit();
    expect(asked).toHaveLength(1);
  });
});

describe("a failure", () => {
  it("of a field is shown next to the field", () => {
    view.showFailure(
      new ApiFailure("refused", { status: 400, errors: [{ field: "email", detail: "must be known" }] }),
    );
    expect(errors()).toEqual({ email: "This must be known." });
    expect(textOf("form-error")).toBe("");
    expect(document.activeElement).toBe(byId("email"));
  });

  it("of the whole is said with what to do, and loses nothing", () => {
    fillIn();
    view.showFailure(new ApiFailure("timeout"));
    expect(textOf("form-error")).toMatch(/not answered in time.*press “Remind me” to try again/);
    view.showFailure(new ApiFailure("refused", { status: 429 }));
    expect(textOf("form-error")).toMatch(/too much to do.*try again in a moment/);
    expect(byId<HTMLTextAreaElement>("message").value).toBe("Brush Rex");
    submit();
    expect(textOf("form-error")).toBe("");
  });
});

it("forgets the message for another reminder, and keeps the rest", () => {
  fillIn({ message: "" });
  submit();
  type("message", "Brush Rex");
  view.clear();
  expect(errors()).toEqual({});
  expect(byId<HTMLTextAreaElement>("message").value).toBe("");
  expect(byId<HTMLInputElement>("email").value).toBe(reminderRequest().email);
});

it("is shown or hidden", () => {
  view.show(false);
  expect(byId("ask").hidden).toBe(true);
  view.show(true);
  expect(byId("ask").hidden).toBe(false);
});
