/**
 * The form: what was typed, what is wrong with it, and that an answer is awaited. Every field of the contract has a
 * control in index.html with its name as the id, and next to it a place for what is wrong, `<name>-error`.
 */
import {
  FIELDS,
  type Field,
  type FieldError,
  MAX_MESSAGE_LENGTH,
  parseReminderRequest,
  type ReminderRequest,
  TEXT_FIELDS,
  type TextField,
} from "../../functions/reminder.ts";
import { type ApiFailure, failureSentence } from "../api-failure.ts";
import { type Choice, waitSecondsOf } from "../wait.ts";
import { element } from "./element.ts";
import { fieldSentences } from "./field-errors.ts";
import { whenView } from "./when-view.ts";

/** The form as it is filled in, and the request that it means at this moment. */
export interface Filled {
  typed: Record<TextField, string> & { choice: Choice };
  request: ReminderRequest;
}

export interface FormView {
  show(visible: boolean): void;
  showBusy(busy: boolean): void;
  showFailure(failure: ApiFailure): void;
  /** For another reminder: all but the message stays. */
  clear(): void;
}

const AFTER_REFUSAL = "Nothing you typed is lost: change it, or try again in a moment.";
const AFTER_TROUBLE =
  "Nothing you typed is lost: press “Remind me” to try again. You will be reminded only once.";
/** From here on a message says how much room is left. */
const COUNT_FROM = MAX_MESSAGE_LENGTH - 200;

/** @param onAsk called with what passed the very check that the API makes, never while an answer is awaited */
export function formView(onAsk: (filled: Filled) => void): FormView {
  const form = element("ask", HTMLFormElement);
  const controls = new Map(TEXT_FIELDS.map((field) => [field, textControl(field)]));
  const message = textControl("message");
  const submit = element("submit", HTMLButtonElement);
  const formError = element("form-error", HTMLElement);
  const shown = new Set<Field>();

  const showError = (field: Field, sentence: string) => {
    shown[sentence === "" ? "delete" : "add"](field);
    if (field === "waitSeconds") return when.showError(sentence);
    element(`${field}-error`, HTMLElement).textContent = sentence;
    if (sentence === "") controls.get(field)?.removeAttribute("aria-invalid");
    else controls.get(field)?.setAttribute("aria-invalid", "true");
  };
  const showErrors = (errors: readonly FieldError[]) => {
    const { fields } = fieldSentences(errors);
    for (const field of FIELDS) showError(field, fields[field] ?? "");
    const wrong = FIELDS.filter((field) => fields[field] !== undefined);
    const [first] = wrong.map((field) => controls.get(field as TextField) ?? when.control()).sort(byPosition);
    first?.focus();
  };

  const check = () => {
    const texts = Object.fromEntries([...controls].map(([field, { value }]) => [field, value]));
    const typed = { ...(texts as Record<TextField, string>), choice: when.choice() };
    const waitSeconds = waitSecondsOf(typed.choice, new Date());
    const checked = parseReminderRequest({ ...texts, ...(waitSeconds !== undefined && { waitSeconds }) });
    if (checked.success) return { filled: { typed, request: checked.request }, errors: [] };
    const passed = typed.choice.kind === "date" && waitSeconds !== undefined && waitSeconds < 0;
    const errors = checked.errors.map((error) =>
      passed && error.field === "waitSeconds"
        ? { ...error, detail: "has already passed: choose a later one" }
        : error,
    );
    return { filled: undefined, errors };
  };
  /** Takes a sentence away, or changes it, as soon as its field is put right; never adds one to a field being typed. */
  const recheck = () => {
    const count = message.value.trim().length;
    element("message-count", HTMLElement).textContent =
      count < COUNT_FROM ? "" : `${count} of ${MAX_MESSAGE_LENGTH} characters`;
    if (shown.size === 0) return;
    const { fields } = fieldSentences(check().errors);
    for (const field of shown) showError(field, fields[field] ?? "");
  };
  const when = whenView();
  form.addEventListener("input", recheck);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    formError.textContent = "";
    const { filled, errors } = check();
    showErrors(errors);
    if (filled) onAsk(filled);
  });

  return {
    show: (visible) => {
      form.hidden = !visible;
    },
    showBusy: (busy) => {
      form.setAttribute("aria-busy", String(busy));
      // a disabled button would lose the focus
      submit.setAttribute("aria-disabled", String(busy));
    },
    showFailure: (failure) => {
      const { fields, others } = fieldSentences(failure.errors);
      showErrors(failure.errors);
      const advice = failure.kind === "refused" ? AFTER_REFUSAL : AFTER_TROUBLE;
      const placed = Object.keys(fields).length > 0;
      formError.textContent = placed ? others.join(" ") : `${failureSentence(failure)} ${advice}`;
    },
    clear: () => {
      message.value = "";
      formError.textContent = "";
      showErrors([]);
      recheck();
    },
  };
}

/** @throws when index.html has no control for a field of the contract */
function textControl(field: TextField): HTMLInputElement | HTMLTextAreaElement {
  const found = document.getElementById(field);
  return found instanceof HTMLTextAreaElement ? found : element(field, HTMLInputElement);
}

const byPosition = (one: Node, other: Node): number =>
  one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
