import { connectionCode, reach } from "./localstack-http.ts";
import { type Exchange, MAX_BODY, type Used } from "./test-activity.ts";

/** `fetch` that keeps each request and its answer for the failure report, and knows when LocalStack has gone. */
export class HttpRecorder {
  readonly #used: Used;
  readonly #endpoint: string;

  constructor(endpoint: string, used: Used) {
    this.#endpoint = endpoint;
    this.#used = used;
  }

  /** The exchanges so far, in order. */
  get exchanges(): readonly Exchange[] {
    return this.#used.exchanges;
  }

  /** As the global `fetch`, bound: it can be handed to whatever takes a `fetch`. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const exchange: Exchange = {
      method: request.method,
      url: request.url,
      time: new Date(),
      durationMs: 0,
      requestHeaders: Object.fromEntries(request.headers),
      requestBody: cut(await request.clone().text()),
      status: 0,
      headers: {},
      body: "",
    };
    this.#used.exchanges.push(exchange);
    const start = performance.now();
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
      exchange.durationMs = performance.now() - start;
    }
  };

  /** Only what goes to LocalStack itself can tell that it has gone. */
  #send(request: Request): Promise<Response> {
    const { port } = new URL(request.url);
    return port === new URL(this.#endpoint).port
      ? reach(this.#endpoint, () => fetch(request))
      : fetch(request);
  }
}

const code = (error: unknown): string => {
  const found = connectionCode(error);
  return found === undefined ? "" : ` (${found})`;
};

const cut = (text: string): string =>
  text.length > MAX_BODY ? `${text.slice(0, MAX_BODY)} … (${text.length} characters)` : text;
