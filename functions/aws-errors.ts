/** Names under which AWS services ask a caller to slow down (AWS SDK for JavaScript, its throttling error codes). */
const THROTTLING = new Set([
  "LimitExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** Whether AWS asks to be called less often. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && (THROTTLING.has(error.name) || statusOf(error) === 429);
}

/** Whether the same call to AWS may well succeed a little later: throttled, broken on AWS's side, or not reached. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isThrottled(error)) return true;
  const status = statusOf(error);
  if (status !== undefined) return status >= 500;
  // without an answer there is no status: a time-out, or a connection that was refused or cut (a system error of
  // libuv, like ECONNRESET; codes that begin with ERR_ are Node's own, for mistakes of the program)
  const { code } = error as { code?: unknown };
  return error.name === "TimeoutError" || (typeof code === "string" && /^E(?!RR_)/.test(code));
}

/** Whether AWS answered at all, if only to refuse. */
export const isAnswered = (error: unknown): boolean =>
  error instanceof Error && (statusOf(error) ?? 0) >= 400;

/** Whether no connection was made, so that AWS cannot have seen the request (libuv says which call failed). */
export const isUnreached = (error: unknown): boolean =>
  error instanceof Error &&
  ["connect", "getaddrinfo"].includes(String((error as { syscall?: unknown }).syscall));

const statusOf = (error: Error) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** An error of AWS by its name, status and request id; its message may hold what was sent. */
export function awsErrorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number; requestId?: string } };
  const status = $metadata?.httpStatusCode;
  return status === undefined
    ? error.name
    : `${error.name} (HTTP ${status}, request ${$metadata?.requestId})`;
}
