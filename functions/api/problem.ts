import type { FieldError, Problem } from "../reminder.ts";

const TITLES = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;
export type ProblemStatus = keyof typeof TITLES;

/**
 * A request that is answered with problem details (RFC 9457). `detail` and `errors` go to the caller and name what
 * to change; they never repeat what was sent.
 */
export class HttpProblem extends Error {
  readonly status: ProblemStatus;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;

  constructor(
    status: ProblemStatus,
    detail: string,
    errors: FieldError[] = [],
    headers: Record<string, string> = {},
  ) {
    super(detail);
    this.name = "HttpProblem";
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  toProblem(): Problem {
    const { status, message, errors } = this;
    return { type: "about:blank", title: TITLES[status], status, detail: message, errors };
  }
}

/** A problem with one field of the body, one header, or (`field` empty) the body as a whole. */
export const fieldProblem = (status: ProblemStatus, field: string, detail: string) =>
  new HttpProblem(status, field === "" ? detail : `${field} ${detail}`, [{ field, detail }]);
