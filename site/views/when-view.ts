/** The part of the form that asks when: suggestions, an amount and a unit, or a date. */

import {
  type Choice,
  isEveningAhead,
  type Suggestion,
  suggestionsInOrder,
  type Unit,
  waitSecondsOf,
} from "../wait.ts";
import { momentInWords } from "../words/time-words.ts";
import { element } from "./element.ts";

const PREVIEW_MS = 1_000;

export interface WhenView {
  choice(): Choice;
  /** What is to be focused when something is wrong with the time. */
  control(): HTMLElement;
  showError(sentence: string): void;
}

export function whenView(): WhenView {
  const group = element("when", HTMLFieldSetElement);
  const amount = element("waitSeconds", HTMLInputElement);
  const unit = element("unit", HTMLSelectElement);
  const date = element("date", HTMLInputElement);
  const radios = [...group.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  const picked = (): string => radios.find((radio) => radio.checked)?.value ?? "";

  const choice = (): Choice => {
    switch (picked()) {
      case "amount":
        // a number field gives no value for what is no number, and that is not the same as nothing
        return {
          kind: "amount",
          amount: amount.validity.badInput ? "NaN" : amount.value,
          unit: unit.value as Unit,
        };
      case "date":
        return { kind: "date", date: date.value };
      default:
        return { kind: picked() as Suggestion };
    }
  };

  const pick = (value: string) => {
    for (const radio of radios) radio.checked = radio.value === value;
    refresh();
  };
  // to touch a row is to choose it
  for (const [value, controls] of [
    ["amount", [amount, unit]],
    ["date", [date]],
  ] as const) {
    for (const control of controls) {
      for (const event of ["input", "change", "pointerdown"])
        control.addEventListener(event, () => pick(value));
    }
  }

  const refresh = () => {
    const now = new Date();
    arrange(element("chips", HTMLElement), suggestionsInOrder(now));
    element("evening", HTMLElement).textContent = isEveningAhead(now) ? "This evening" : "Tomorrow evening";
    element("amount-label", HTMLElement).textContent =
      unit.selectedOptions[0]?.text.replace(/^./, (first) => first.toUpperCase()) ?? "";
    const seconds = waitSecondsOf(choice(), now);
    const moment = new Date(now.getTime() + (seconds ?? Number.NaN) * 1_000);
    const shown = Number.isInteger(seconds) && moment >= now;
    element("preview", HTMLElement).textContent = shown ? `That is ${momentInWords(moment, now)}.` : "";
  };
  group.addEventListener("input", refresh);
  refresh();
  setInterval(refresh, PREVIEW_MS);

  const control = (): HTMLElement => {
    const value = picked();
    return value === "amount"
      ? amount
      : value === "date"
        ? date
        : (radios.find((radio) => radio.checked) ?? amount);
  };
  return {
    choice,
    control,
    showError: (sentence) => {
      element("waitSeconds-error", HTMLElement).textContent = sentence;
      for (const each of [amount, date]) {
        // a radio button cannot be invalid (WAI-ARIA 1.2): a suggestion has the sentence alone
        if (sentence !== "" && each === control()) each.setAttribute("aria-invalid", "true");
        else each.removeAttribute("aria-invalid");
      }
    },
  };
}

/** Puts the suggestions in this order, without taking the focus from one of them. */
function arrange(chips: HTMLElement, order: readonly Suggestion[]): void {
  const sorted = order.flatMap(
    (value) => chips.querySelector(`input[value="${value}"]`)?.closest("label") ?? [],
  );
  if (sorted.every((chip, index) => chip === chips.children[index])) return;
  const focused = document.activeElement;
  chips.append(...sorted);
  if (focused instanceof HTMLElement && chips.contains(focused)) focused.focus();
}
