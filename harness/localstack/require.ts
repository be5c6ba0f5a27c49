import { HarnessError } from "../core/errors.ts";
import { execCommand } from "../core/installation/package-manager.mjs";
import { connectionCode } from "../core/localstack-http.ts";
import { oneLine } from "../core/text/printable.ts";
import { occupantOf } from "./port.ts";

/** What a health check may take of a LocalStack that is busy. */
const HEALTH_MS = 10_000;

/**
 * Makes sure that a LocalStack answers.
 * @param healthMs milliseconds in which it must
 * @throws HarnessError `LOCALSTACK_NOT_RUNNING` where nothing does, or something else; the signal's reason
 */
export async function requireLocalStack(
  endpoint: string,
  signal?: AbortSignal,
  healthMs = HEALTH_MS,
): Promise<void> {
  const timeout = AbortSignal.timeout(healthMs);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let body: unknown;
  try {
    const response = await fetch(`${endpoint}/_localstack/health`, { signal: either, redirect: "error" });
    body = response.ok || response.status === 403 ? await response.json() : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    throw notRunning(
      endpoint,
      await whySilent(endpoint, error, timeout.aborted ? healthMs : undefined),
      error,
    );
  }
  const { services, error } = (body ?? {}) as { services?: unknown; error?: unknown };
  // the plugin refuses, for example another user of the machine
  if (typeof error === "string") throw notRunning(endpoint, `refused: ${oneLine(error)}`);
  if (!services) throw notRunning(endpoint, "what answers is something else");
}

async function whySilent(endpoint: string, error: unknown, waitedMs?: number): Promise<string> {
  if (waitedMs !== undefined) {
    const { hostname, port } = new URL(endpoint);
    const from = LOOPBACK.test(hostname) && port !== "" ? ` from ${await occupantOf(Number(port))}` : "";
    return `no answer within ${waitedMs / 1_000} s${from}`;
  }
  const code = connectionCode(error);
  if (code === "ECONNREFUSED") return "nothing listens there";
  return code === "ECONNRESET" || code === "UND_ERR_SOCKET"
    ? "what listens there closed the connection without an answer"
    : "what answers is something else";
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

const notRunning = (endpoint: string, reason: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "LOCALSTACK_NOT_RUNNING",
    `no LocalStack at ${endpoint} (${reason}): run ${execCommand("localstack-harness start")} or up, or name it with --port or --endpoint`,
    { cause },
  );
