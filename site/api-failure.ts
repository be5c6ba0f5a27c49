/** Why the API gave no usable response, and what the page says about it. */
import type { FieldError } from "../functions/reminder.ts";
import { asSentence, fieldSentences } from "./views/field-errors.ts";

/**
 * `offline`, `timeout`, `unreachable`: no response; `refused` (4xx) and `broken` (5xx): the API or API Gateway refused;
 * `strange`: a response that is not from the API.
 */
export type FailureKind = "offline" | "timeout" | "unreachable" | "refused" | "broken" | "strange";

export interface ApiFailureDetails {
  status?: number;
  detail?: string | undefined;
  reason?: string | undefined;
  errors?: FieldError[];
  cause?: unknown;
}

export class ApiFailure extends Error {
  override name = "ApiFailure";
  readonly kind: FailureKind;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** What the API says about it, as RFC 9457 has it. */
  readonly detail: string | undefined;
  /** What API Gateway's own answer is about, such as "Forbidden". */
  readonly reason: string | undefined;
  /** What is wrong with which field, as the API says. */
  readonly errors: readonly FieldError[];

  constructor(kind: FailureKind, { status, detail, reason, errors = [], cause }: ApiFailureDetails = {}) {
    super(`${kind}${status ? ` ${status}` : ""}: ${detail ?? reason ?? "no details"}`, { cause });
    this.kind = kind;
    this.status = status;
    this.detail = detail;
    this.reason = reason;
    this.errors = errors;
  }
}

/**
 * The failure that an answer without success means. Understands problem details (RFC 9457) and the
 * `{"message": …}` that API Gateway itself answers with.
 */
export function failureOf(status: number, body: string): ApiFailure {
  const kind = status >= 500 ? "broken" : status >= 400 ? "refused" : "strange";
  const json = parsed(body);
  if (json === undefined) return new ApiFailure(kind === "refused" ? "strange" : kind, { status });
  const errors = Array.isArray(json.errors) ? json.errors.filter(isFieldError) : [];
  return new ApiFailure(kind, {
    status,
    detail: textOf(json.detail),
    reason: textOf(json.message) ?? textOf(json.title),
    errors,
  });
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // an answer that is not JSON is reported as such by the caller
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

const isFieldError = (error: unknown): error is FieldError =>
  typeof error === "object" &&
  error !== null &&
  typeof (error as FieldError).field === "string" &&
  typeof (error as FieldError).detail === "string";

/** What happened, in a sentence or two; the caller, who knows what was tried, adds what to do about it. */
export function failureSentence({ kind, status, detail, reason, errors }: ApiFailure): string {
  const numbered = [status, reason].filter((part) => part !== undefined).join(" ");
  switch (kind) {
    case "offline":
      return "You seem to be offline.";
    case "timeout":
      return "The service has not answered in time.";
    case "unreachable":
      return "The service cannot be reached.";
    case "refused": {
      if (status === 429) return "The service has too much to do.";
      const { fields, others } = fieldSentences(errors);
      const reasons = Object.values(fields);
      if (reasons.length > 0 && others.length === 0) return reasons.join(" ");
      return detail ? asSentence(detail) : `The service refused this (${numbered}).`;
    }
    case "broken":
      return `The service itself has a problem (${numbered})${detail ? `: ${asSentence(detail)}` : "."}`;
    case "strange":
      return `The service gave an answer that cannot be read${numbered ? ` (${numbered})` : ""}.`;
  }
}
