/** What is wrong with a field, as a sentence to stand beside it. */
import type { FieldError } from "../functions/reminder.ts";

/** The contract's fields in the order in which the page shows them. */
export const FIELDS = ["message", "email", "waitSeconds"] as const;
export type Field = (typeof FIELDS)[number];

const SUBJECTS: Record<Field, string> = { message: "The message", email: "This", waitSeconds: "The time" };

/** At most one sentence for each field; `others` holds what belongs to no field of the page. */
export function fieldSentences(errors: readonly FieldError[]): {
  fields: Partial<Record<Field, string>>;
  others: string[];
} {
  const fields: Partial<Record<Field, string>> = {};
  const others: string[] = [];
  for (const { field, detail } of errors) {
    const known = FIELDS.find((name) => name === field);
    if (known) fields[known] ??= asSentence(`${SUBJECTS[known]} ${detail}`);
    else others.push(asSentence(field === "" ? `The request ${detail}` : `${field} ${detail}`));
  }
  return { fields, others };
}

/** With a capital letter at its beginning and a full stop at its end. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?…]$/.test(trimmed) ? "" : ".");
}
