// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { byId, openPage, pick, textOf, type } from "../page.fixture.ts";
import { type WhenView, whenView } from "./when-view.ts";

const NOON = new Date(2027, 4, 12, 12);
const chips = () => [...byId("chips").children].map((chip) => chip.textContent?.trim());

let view: WhenView;
const open = (now: Date) => {
  vi.useFakeTimers({ now });
  openPage();
  view = whenView();
};
beforeEach(() => open(NOON));
afterEach(() => {
  vi.useRealTimers();
});

describe("the quick choices", () => {
  it.each([
    [new Date(2027, 4, 12, 12), ["In 5 minutes", "In an hour", "This evening", "Tomorrow morning"]],
    [new Date(2027, 4, 12, 18, 30), ["In 5 minutes", "This evening", "In an hour", "Tomorrow morning"]],
    [new Date(2027, 4, 12, 20), ["In 5 minutes", "In an hour", "Tomorrow morning", "Tomorrow evening"]],
    [new Date(2027, 4, 12, 0, 30), ["In 5 minutes", "In an hour", "This evening", "Tomorrow morning"]],
  ])("are in the order of time at %s", (now, order) => {
    open(now);
    expect(chips()).toEqual(order);
  });

  it("change their places while the page is open, and keep the choice and the focus", () => {
    open(new Date(2027, 4, 12, 18, 44, 30));
    pick("evening");
    const evening = document.querySelector<HTMLInputElement>('input[value="evening"]');
    evening?.focus();
    expect(textOf("preview")).toBe("That is today at 19:00.");
    vi.advanceTimersByTime(60_000);
    expect(chips()).toEqual(["In 5 minutes", "In an hour", "Tomorrow morning", "Tomorrow evening"]);
    expect(document.activeElement).toBe(evening);
    expect(view.choice()).toEqual({ kind: "evening" });
    expect(textOf("preview")).toBe("That is tomorrow at 19:00.");
  });
});

describe("the choice", () => {
  it("is what was picked", () => {
    expect(view.choice()).toEqual({ kind: "fiveMinutes" });
    pick("morning");
    expect(view.choice()).toEqual({ kind: "morning" });
  });

  it("is a row as soon as it is touched", () => {
    type("waitSeconds", "2");
    byId<HTMLSelectElement>("unit").value = "hours";
    byId("unit").dispatchEvent(new Event("change", { bubbles: true }));
    expect(view.choice()).toEqual({ kind: "amount", amount: "2", unit: "hours" });
    expect(textOf("amount-label")).toBe("Hours");
    expect(textOf("preview")).toBe("That is today at 14:00.");
    type("date", "2027-05-13T09:30");
    expect(view.choice()).toEqual({ kind: "date", date: "2027-05-13T09:30" });
    expect(textOf("preview")).toBe("That is tomorrow at 09:30.");
  });

  it.each(["", "-1", "1.5"])("of %j seconds has no preview", (amount) => {
    type("waitSeconds", amount);
    expect(textOf("preview")).toBe("");
  });
});

describe("an error", () => {
  it("marks the control that it is about", () => {
    type("waitSeconds", "-1");
    view.showError("The time must be 0 seconds or more.");
    expect(textOf("waitSeconds-error")).toBe("The time must be 0 seconds or more.");
    expect(view.control()).toBe(byId("waitSeconds"));
    expect(byId("waitSeconds").getAttribute("aria-invalid")).toBe("true");
    expect(byId("date").hasAttribute("aria-invalid")).toBe(false);
    view.showError("");
    expect(byId("waitSeconds").hasAttribute("aria-invalid")).toBe(false);
  });

  it("of a suggestion goes to its button, of a date to the date", () => {
    pick("evening");
    expect(view.control()).toBe(document.querySelector('input[value="evening"]'));
    pick("date");
    view.showError("The time is missing.");
    expect(view.control()).toBe(byId("date"));
    expect(byId("date").getAttribute("aria-invalid")).toBe("true");
  });
});
