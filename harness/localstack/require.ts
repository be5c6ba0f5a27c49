import { HarnessError } from "../core/errors.ts";
import { connectionCode } from "../core/localstack-http.ts";

/** What a health check may take of a LocalStack that is busy. */
const HEALTH_MS = 10_000;

/**
 * Makes sure that a LocalStack answers.
 * @throws HarnessError `LOCALSTACK_NOT_RUNNING` where nothing does, or something else; the signal's reason
 */
export async function requireLocalStack(endpoint: string, signal?: AbortSignal): Promise<void> {
  const timeout = AbortSignal.timeout(HEALTH_MS);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let body: unknown;
  try {
    const response = await fetch(`${endpoint}/_localstack/health`, { signal: either, redirect: "error" });
    body = response.ok ? await response.json() : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const isRefused = connectionCode(error) === "ECONNREFUSED";
    if (timeout.aborted) throw notRunning(endpoint, `no answer within ${HEALTH_MS / 1_000} s`, error);
    throw notRunning(endpoint, isRefused ? "nothing listens there" : "what answers is something else", error);
  }
  if (typeof body !== "object" || body === null || !("services" in body))
    throw notRunning(endpoint, "what answers is something else");
}

const notRunning = (endpoint: string, reason: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "LOCALSTACK_NOT_RUNNING",
    `no LocalStack at ${endpoint} (${reason}): run npx localstack-harness start or up, or name it with --port or --endpoint`,
    { cause },
  );
