import { base } from "./state/route.ts";

/** The console's server refused or failed; the message is for the user. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const apiAddress = (path: string): string => `${base}/api${path}`;

/** Reads JSON from the console's server. */
export const read = <T>(
  path: string,
  query: Record<string, string | number> = {},
  signal?: AbortSignal,
): Promise<T> => {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, `${value}`]),
  ).toString();
  return request<T>(text ? `${path}?${text}` : path, signal ? { signal } : {});
};

/** Sends a change to the console's server. */
export const change = <T = object>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> =>
  request<T>(path, {
    method,
    headers: { "x-console": "1", ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(apiAddress(path), init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, "The console does not answer: the command that serves it has ended.");
  });
  const answer = (await response.json().catch((cause: unknown) => {
    // an answer that was given up is none, not an empty one
    if (init.signal?.aborted) throw cause;
    return undefined;
  })) as { error?: string } | undefined;
  if (!response.ok || answer === undefined)
    throw new ApiError(response.status, answer?.error ?? `The console answered ${response.status}.`);
  return answer as T;
}
