import { reachableAddress } from "./addresses.ts";
import { connectionCode, reach } from "./localstack-http.ts";
import { directFetch } from "./loopback.ts";
import { now } from "./real-time.ts";
import { type Exchange, MAX_BODY, type TestActivity } from "./test-activity.ts";

/**
 * `fetch` that keeps each request and its response for the failure report, takes every address that LocalStack gives,
 * and reports when LocalStack has gone.
 */
export class HttpRecorder {
  readonly #activity: TestActivity;
  readonly #endpoint: string;

  constructor(endpoint: string, activity: TestActivity) {
    this.#endpoint = endpoint;
    this.#activity = activity;
  }

  /** The exchanges so far, in order. */
  get exchanges(): readonly Exchange[] {
    return this.#activity.exchanges;
  }

  /** As the global `fetch`, and bound: it can be passed as a function. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = this.#reachable(new Request(input, init));
    const exchange: Exchange = {
      method: request.method,
      url: request.url,
      time: this.#activity.now(),
      durationMs: 0,
      requestHeaders: Object.fromEntries(request.headers),
      requestBody: cut(await request.clone().text()),
      status: 0,
      headers: {},
      body: "",
    };
    this.#activity.exchanges.push(exchange);
    const start = now();
    try {
      const response = await this.#send(request);
      exchange.status = response.status;
      exchange.headers = Object.fromEntries(response.headers);
      exchange.body = cut(await response.clone().text());
      return response;
    } catch (error) {
      exchange.error = `${error instanceof Error ? error.message : error}${code(error)}`;
      throw error;
    } finally {
      exchange.durationMs = now() - start;
    }
  };

  #reachable(request: Request): Request {
    const address = reachableAddress(request.url, this.#endpoint);
    return address === request.url ? request : new Request(address, request);
  }

  /** Only a request to LocalStack itself can show that it has gone. */
  #send(request: Request): Promise<Response> {
    const { port } = new URL(request.url);
    return port === new URL(this.#endpoint).port
      ? reach(this.#endpoint, () => directFetch(request))
      : directFetch(request);
  }
}

const code = (error: unknown): string => {
  const found = connectionCode(error);
  return found === undefined ? "" : ` (${found})`;
};

const cut = (text: string): string =>
  text.length > MAX_BODY ? `${text.slice(0, MAX_BODY)} … (${text.length} characters)` : text;
