/** The form: what was typed, what is wrong with it, and that an answer is awaited. */
import {
  type FieldError,
  MAX_MESSAGE_LENGTH,
  parseReminderRequest,
  type ReminderRequest,
} from "../functions/reminder.ts";
import { type ApiFailure, failureSentence } from "./api-failure.ts";
import { element } from "./element.ts";
import { FIELDS, type Field, fieldSentences } from "./field-errors.ts";
import { type Choice, waitSecondsOf } from "./wait.ts";
import { whenView } from "./when-view.ts";

/** The form as it is filled in, and the request that it means at this moment. */
export interface Filled {
  typed: { message: string; email: string; choice: Choice };
  request: ReminderRequest;
}

export interface FormView {
  show(visible: boolean): void;
  showBusy(busy: boolean): void;
  showFailure(failure: ApiFailure): void;
  /** For another reminder: the address stays. */
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
  const message = element("message", HTMLTextAreaElement);
  const email = element("email", HTMLInputElement);
  const submit = element("submit", HTMLButtonElement);
  const formError = element("form-error", HTMLElement);
  const shown = new Set<Field>();

  const showError = (field: Field, sentence: string) => {
    shown[sentence === "" ? "delete" : "add"](field);
    if (field === "waitSeconds") return when.showError(sentence);
    element(`${field}-error`, HTMLElement).textContent = sentence;
    const control = field === "message" ? message : email;
    if (sentence === "") control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
  };
  const showErrors = (errors: readonly FieldError[]) => {
    const { fields } = fieldSentences(errors);
    for (const field of FIELDS) showError(field, fields[field] ?? "");
    const first = FIELDS.find((field) => fields[field] !== undefined);
    if (first !== undefined) ({ message, email, waitSeconds: when.control() })[first].focus();
  };

  const check = () => {
    const typed = { message: message.value, email: email.value, choice: when.choice() };
    const waitSeconds = waitSecondsOf(typed.choice, new Date());
    const { message: text, email: address } = typed;
    const checked = parseReminderRequest({
      message: text,
      email: address,
      ...(waitSeconds !== undefined && { waitSeconds }),
    });
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
