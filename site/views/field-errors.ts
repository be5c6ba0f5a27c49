/** What is wrong with a field, as a sentence to show next to it. */
import { FIELDS, type Field, type FieldError } from "../../functions/reminder.ts";

/** What a sentence about a field begins with; others begin with "This". */
const SUBJECTS: Partial<Record<Field, string>> = { message: "The message", waitSeconds: "The time" };

/** At most one sentence for each field; `others` holds what belongs to no field of the page. */
export function fieldSentences(errors: readonly FieldError[]): {
  fields: Partial<Record<Field, string>>;
  others: string[];
} {
  const fields: Partial<Record<Field, string>> = {};
  const others: string[] = [];
  for (const { field, detail } of errors) {
    const known = FIELDS.find((name) => name === field);
    if (known) fields[known] ??= asSentence(`${SUBJECTS[known] ?? "This"} ${detail}`);
    else others.push(asSentence(field === "" ? `The request ${detail}` : `${field} ${detail}`));
  }
  return { fields, others };
}

/** With a capital letter at its beginning and a full stop at its end. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? "" : ".");
}
