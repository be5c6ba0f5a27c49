/** Shows a reminder: its status, the time left, its steps, and what the user can do. */
import type { Reminder } from "../../functions/reminder.ts";
import {
  MOODS,
  PROGRESS_WORDS,
  STATE_WORDS,
  type Step,
  statusSentence,
  stepsOf,
} from "../words/reminder-words.ts";
import { clockTime, durationInWords } from "../words/time-words.ts";
import { element } from "./element.ts";

const TICK_MS = 250;

export interface ProgressView {
  /** Begins with a reminder of which nothing but the id is known. */
  open(id: string): void;
  close(): void;
  show(reminder: Reminder): void;
  /** A failed `look` is shown until a look succeeds; a failed `cancel`, until the status changes. */
  showTrouble(sentence: string, during: "look" | "cancel"): void;
  showCancelling(busy: boolean): void;
}

export interface ProgressActions {
  onCancel: () => void;
  onAgain: () => void;
  onAnother: () => void;
}

export function progressView({ onCancel, onAgain, onAnother }: ProgressActions): ProgressView {
  const section = element("progress", HTMLElement);
  const status = element("status", HTMLElement);
  const countdown = element("countdown", HTMLElement);
  const states = element("states", HTMLOListElement);
  const again = element("again", HTMLButtonElement);
  const cancel = element("cancel", HTMLButtonElement);
  let due: number | undefined;
  let troubleDuring: "look" | "cancel" | undefined;

  const say = (sentence: string) => {
    // a live region speaks whenever it is written to, even with the same words
    if (status.textContent !== sentence) status.textContent = sentence;
  };
  const tick = () => {
    if (due === undefined) countdown.textContent = "";
    else countdown.textContent = due > Date.now() ? durationInWords(due - Date.now()) : "Any moment now";
  };
  setInterval(tick, TICK_MS);

  cancel.addEventListener("click", () => {
    if (cancel.getAttribute("aria-disabled") !== "true") onCancel();
  });
  again.addEventListener("click", onAgain);
  element("another", HTMLButtonElement).addEventListener("click", onAnother);

  /** Hides a button without leaving the keyboard nowhere. */
  const hide = (button: HTMLButtonElement, hidden: boolean) => {
    if (hidden && document.activeElement === button) element("title", HTMLElement).focus();
    button.hidden = hidden;
  };
  const showTrouble = (sentence: string, during?: "look" | "cancel") => {
    element("trouble", HTMLElement).textContent = sentence;
    troubleDuring = during;
    hide(again, during !== "look");
  };

  return {
    open: (id) => {
      section.hidden = false;
      element("reference", HTMLElement).textContent = id;
      states.replaceChildren();
      due = undefined;
      hide(cancel, true);
      showTrouble("");
      say("Looking for your reminder…");
    },
    close: () => {
      section.hidden = true;
      due = undefined;
      delete status.dataset.status;
      document.body.dataset.mood = "asleep";
      say("");
    },
    show: (reminder) => {
      if (troubleDuring === "look" || status.dataset.status !== reminder.status) showTrouble("");
      status.dataset.status = reminder.status;
      document.body.dataset.mood = MOODS[reminder.status];
      say(statusSentence(reminder, new Date()));
      due = reminder.status === "WAITING" ? Date.parse(reminder.remindAt) : undefined;
      tick();
      states.replaceChildren(...stepsOf(reminder).map(stepItem));
      hide(cancel, reminder.status !== "WAITING" && reminder.status !== "SENDING");
    },
    showTrouble,
    showCancelling: (busy) => cancel.setAttribute("aria-disabled", String(busy)),
  };
}

function stepItem({ state, progress, enteredAt }: Step): HTMLLIElement {
  const item = document.createElement("li");
  item.dataset.state = state;
  item.dataset.progress = progress;
  if (progress === "current") item.setAttribute("aria-current", "step");
  const words = document.createElement("span");
  words.textContent = STATE_WORDS[state];
  const name = document.createElement("code");
  name.textContent = state;
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.textContent = PROGRESS_WORDS[progress];
  const step = document.createElement("div");
  step.append(words, name, spoken);
  item.append(step);
  if (enteredAt !== undefined) {
    const time = document.createElement("time");
    time.dateTime = enteredAt;
    time.textContent = clockTime(new Date(enteredAt));
    item.append(time);
  }
  return item;
}
