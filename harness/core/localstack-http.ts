import { connect as connectSocket } from "node:net";
import { HarnessError } from "./errors.ts";
import { directFetch } from "./loopback.ts";
import { duration } from "./poll.ts";
import { sleep } from "./real-time.ts";

/** LocalStack does not respond any more: it has ended, is stopped, or was never started. */
export class LocalStackGoneError extends HarnessError {
  override readonly name = "LocalStackGoneError";
  readonly endpoint: string;

  constructor(endpoint: string, cause: unknown) {
    const code = connectionCode(cause);
    super(
      "LOCALSTACK_GONE",
      cause instanceof Error && code === undefined
        ? `LocalStack at ${endpoint} has gone: ${cause.message}`
        : `LocalStack at ${endpoint} does not answer (${code ?? "no connection"}): it has ended or was never started; see its log, and start it again`,
      { cause },
    );
    this.endpoint = endpoint;
  }
}

/** LocalStack, or the plugin in it, responded with an error status. */
export class UnexpectedStatusError extends HarnessError {
  override readonly name = "UnexpectedStatusError";
  readonly status: number;
  readonly body: string;

  constructor(method: string, url: string, status: number, body: string) {
    super(
      "UNEXPECTED_STATUS",
      `${method} ${url} answered ${status}: ${body.slice(0, 500) || "an empty body"}`,
    );
    this.status = status;
    this.body = body;
  }
}

/**
 * Runs a request to LocalStack. A connection that is refused or breaks becomes a {@link LocalStackGoneError}, unless
 * LocalStack still accepts connections: then the error is passed on unchanged.
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
 * Delays every {@link LocalStackGoneError} by so many milliseconds. In that time a supervised run is cancelled, and reports
 * one error for the run instead of one for each running test.
 */
export function holdBackGone(milliseconds: number): void {
  patience = milliseconds;
}

/** How `fetch` and the SDK's sockets report that the other side has gone (Node.js system errors, undici's codes). */
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
    const settle = (error?: Error) => {
      socket.destroy();
      resolve(error);
    };
    socket.once("connect", () => settle());
    // a server that resets a connection, or accepts it slowly, is there
    socket.once("error", (error) => settle(connectionCode(error) === "ECONNRESET" ? undefined : error));
    socket.once("timeout", () => settle());
  });
}

/** Milliseconds in which LocalStack responds even when the machine is busy. */
const RESPONSE_WITHIN = 60_000;

/** A JSON request to LocalStack's own endpoints. `undefined` for a status of 404. */
export async function getJson<T>(
  endpoint: string,
  path: string,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const response = await send(endpoint, "GET", path, undefined, signal);
  return response.status === 404 ? undefined : ((await response.json()) as T);
}

/**
 * Sends JSON to LocalStack's own endpoints.
 * @throws UnexpectedStatusError for 4xx (except 404) and 5xx; LocalStackGoneError where nothing responds
 */
export function send(
  endpoint: string,
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Response> {
  const silence = AbortSignal.timeout(RESPONSE_WITHIN);
  return reach(endpoint, async () => {
    const response = await directFetch(endpoint + path, {
      method,
      signal: signal ? AbortSignal.any([signal, silence]) : silence,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      if (silence.aborted && !signal?.aborted) throw new LocalStackGoneError(endpoint, silent(path));
      throw error;
    });
    if (response.status >= 400 && response.status !== 404)
      throw new UnexpectedStatusError(method, endpoint + path, response.status, await response.text());
    return response;
  });
}

const silent = (path: string): Error =>
  new Error(`no response to ${path} within ${duration(RESPONSE_WITHIN)}; it is stopped or stuck`);
