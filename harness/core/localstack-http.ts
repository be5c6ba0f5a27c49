import { connect as connectSocket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** LocalStack does not answer any more: it has ended, or was never there. */
export class LocalStackGoneError extends Error {
  override readonly name = "LocalStackGoneError";
  readonly endpoint: string;

  constructor(endpoint: string, cause: unknown) {
    const code = connectionCode(cause);
    super(
      cause instanceof Error && code === undefined
        ? `localstack at ${endpoint} has gone: ${cause.message}`
        : `localstack at ${endpoint} does not answer (${code ?? "no connection"}): it has ended or was never started; see its log, and start it again`,
      { cause },
    );
    this.endpoint = endpoint;
  }
}

/** LocalStack, or the plugin in it, answered with a status that nobody expected. */
export class UnexpectedStatusError extends Error {
  override readonly name = "UnexpectedStatusError";
  readonly status: number;

  constructor(method: string, url: string, status: number, body: string) {
    super(`${method} ${url} answered ${status}: ${body.slice(0, 500) || "nothing"}`);
    this.status = status;
  }
}

/**
 * Runs a request to LocalStack. A connection that is refused or breaks becomes a {@link LocalStackGoneError}, unless
 * LocalStack still accepts connections: then the error is passed on as it is.
 */
export async function reach<T>(endpoint: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof LocalStackGoneError || connectionCode(error) === undefined) throw error;
    const refusal = await refused(endpoint);
    if (!refusal) throw error;
    await sleep(patience);
    throw new LocalStackGoneError(endpoint, refusal);
  }
}

let patience = 0;

/**
 * Holds back every {@link LocalStackGoneError} for so many milliseconds: under a supervised run, which is cancelled
 * meanwhile, there is then one error for the run instead of one for each test that was under way.
 */
export function holdBackGone(milliseconds: number): void {
  patience = milliseconds;
}

/** What `fetch` and the SDK's sockets say when the other side has gone (Node.js system errors, undici's codes). */
const CONNECTION_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/** The code of a broken or refused connection somewhere in an error's causes. */
export function connectionCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && CONNECTION_CODES.has(code)) return code;
  for (const inner of error instanceof AggregateError ? error.errors : []) {
    const found = connectionCode(inner);
    if (found) return found;
  }
  return connectionCode(error.cause);
}

/** Why nothing accepts connections at the endpoint, or `undefined` where something does. Takes under a millisecond. */
export function refused(endpoint: string, within = 1_000): Promise<Error | undefined> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve) => {
    const socket = connectSocket({ host: hostname, port: Number(port || 80), timeout: within });
    const answer = (error?: Error) => {
      socket.destroy();
      resolve(error);
    };
    socket.once("connect", () => answer());
    // what resets a connection, or takes it slowly, is there
    socket.once("error", (error) => answer(connectionCode(error) === "ECONNRESET" ? undefined : error));
    socket.once("timeout", () => answer());
  });
}

/** A JSON request to LocalStack's own endpoints. `undefined` where the answer is 404. */
export async function getJson<T>(
  endpoint: string,
  path: string,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const response = await send(endpoint, "GET", path, undefined, signal);
  return response.status === 404 ? undefined : ((await response.json()) as T);
}

/** Sends JSON to LocalStack's own endpoints. Throws {@link UnexpectedStatusError} for 4xx (except 404) and 5xx. */
export function send(
  endpoint: string,
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  return reach(endpoint, async () => {
    const response = await fetch(endpoint + path, {
      method,
      ...(signal && { signal }),
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    if (response.status >= 400 && response.status !== 404)
      throw new UnexpectedStatusError(method, endpoint + path, response.status, await response.text());
    return response;
  });
}
