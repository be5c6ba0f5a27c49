/** The API as the page uses it. Every call returns a reminder or throws an {@link ApiFailure}. */
import {
  REMINDER_STATUSES,
  REMINDERS_PATH,
  type Reminder,
  type ReminderRequest,
} from "../functions/reminder.ts";
import { ApiFailure, failureOf } from "./api-failure.ts";

/** Milliseconds for a call. API Gateway waits 29 s for a function; users do not wait that long. */
export const ANSWER_TIMEOUT_MS = 15_000;

export interface Api {
  /** `key`: the same key with the same request never makes a second reminder. */
  ask(request: ReminderRequest, key: string): Promise<Reminder>;
  look(id: string, signal?: AbortSignal): Promise<Reminder>;
  cancel(id: string): Promise<Reminder>;
}

/** @param base where the API is, as `config.json` says: asked for before the first call, and again where that failed */
export function apiAt(
  base: () => Promise<string>,
  fetcher: typeof fetch = fetch,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Api {
  const call = async (path: string, init: RequestInit): Promise<Reminder> => {
    const url = `${await base()}${REMINDERS_PATH}${path}`;
    const { status, ok, body } = await answerTo(url, init, fetcher, timeoutMs);
    if (!ok) throw failureOf(status, body);
    return reminderIn(body, status);
  };
  return {
    ask: (request, key) =>
      call("", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(request),
      }),
    look: (id, signal) => call(`/${encodeURIComponent(id)}`, signal ? { signal } : {}),
    cancel: (id) => call(`/${encodeURIComponent(id)}`, { method: "DELETE" }),
  };
}

/** Reads the API's address from `config.json`, which publishing writes; remembers it once it is known. */
export function configuredApi(
  fetcher: typeof fetch = fetch,
  timeoutMs = ANSWER_TIMEOUT_MS,
): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    if (known === undefined) {
      const { status, ok, body } = await answerTo("config.json", {}, fetcher, timeoutMs);
      if (!ok) throw failureOf(status, body);
      const { apiUrl } = parsed(body, status) as { apiUrl?: unknown };
      if (typeof apiUrl !== "string")
        throw new ApiFailure("strange", { status, detail: `apiUrl is ${apiUrl}` });
      known = apiUrl.replace(/\/+$/, "");
    }
    return known;
  };
}

async function answerTo(url: string, init: RequestInit, fetcher: typeof fetch, timeoutMs: number) {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const answer = await fetcher(url, { ...init, signal, cache: "no-store", credentials: "omit" });
    return { status: answer.status, ok: answer.ok, body: await answer.text() };
  } catch (cause) {
    if (init.signal?.aborted) throw cause; // the caller has lost interest
    const kind = timeout.aborted ? "timeout" : navigator.onLine === false ? "offline" : "unreachable";
    throw new ApiFailure(kind, { detail: url, cause });
  }
}

function reminderIn(body: string, status: number): Reminder {
  const { id, status: reached, remindAt, states } = parsed(body, status) as Partial<Reminder>;
  const complete =
    typeof id === "string" &&
    reached !== undefined &&
    REMINDER_STATUSES.includes(reached) &&
    typeof remindAt === "string" &&
    !Number.isNaN(Date.parse(remindAt)) &&
    (states === undefined || Array.isArray(states));
  if (!complete) throw new ApiFailure("strange", { status, detail: "the answer is not a reminder" });
  return { id, status: reached, remindAt, ...(states ? { states } : {}) };
}

function parsed(body: string, status: number): object {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json === "object" && json !== null) return json;
  } catch (cause) {
    throw new ApiFailure("strange", { status, detail: "the answer is not JSON", cause });
  }
  throw new ApiFailure("strange", { status, detail: "the answer is no JSON object" });
}
