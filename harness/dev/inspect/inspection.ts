import { getJson, send } from "../../core/localstack-http.ts";
import { InspectorProxy } from "./inspector-proxy.ts";

export interface InspectionOptions {
  endpoint: string;
  /** Physical names of the functions. */
  functions: readonly string[];
  signal: AbortSignal;
}

/** Node.js's own. */
const FIRST_PORT = 9_229;
/** While a debugger has stopped a function, time limits are suspended for so long, again and again. */
const STOP_SECONDS = 5;
const AGAIN_MS = 1_000;

/** Inspectors of functions, each at a port that stays the same, and the clock of time limits. */
export class Inspection implements AsyncDisposable {
  /** By function. */
  readonly ports: ReadonlyMap<string, number>;
  readonly #options: InspectionOptions;
  readonly #proxies: ReadonlyMap<string, InspectorProxy>;
  readonly #ended = new AbortController();

  /** Every process that these functions start from now on has an inspector. */
  static async start(options: InspectionOptions): Promise<Inspection> {
    const { endpoint, functions, signal } = options;
    await send(endpoint, "POST", "/_harness/debugging", { functions }, signal);
    const stopped = new StoppedTime(endpoint);
    const proxies = new Map<string, InspectorProxy>();
    const ports = new Map<string, number>();
    let firstPort = FIRST_PORT;
    for (const name of [...functions].sort()) {
      const proxy = await InspectorProxy.start({
        name,
        firstPort,
        onAttached: (attached) =>
          void send(endpoint, "POST", "/_harness/debugging/attached", {
            function: name,
            port: attached,
          }).catch(() => {}),
        onStopped: (isStopped) => stopped.set(name, isStopped),
      });
      proxies.set(name, proxy);
      ports.set(name, proxy.port);
      firstPort = proxy.port + 1;
    }
    return new Inspection(options, proxies, ports);
  }

  private constructor(
    options: InspectionOptions,
    proxies: ReadonlyMap<string, InspectorProxy>,
    ports: ReadonlyMap<string, number>,
  ) {
    this.#options = options;
    this.#proxies = proxies;
    this.ports = ports;
    void this.#follow();
  }

  /** Learns of each new process of the functions. */
  async #follow(): Promise<void> {
    const { endpoint, signal } = this.#options;
    const ended = AbortSignal.any([signal, this.#ended.signal]);
    let since = 0;
    while (!ended.aborted) {
      try {
        const path = `/_harness/debugging?since=${since}`;
        const found = await getJson<{ next: number; ports: Record<string, number> }>(endpoint, path, ended);
        since = found?.next ?? 0;
        for (const [name, port] of Object.entries(found?.ports ?? {})) this.#proxies.get(name)?.aim(port);
      } catch {
        // a LocalStack that has ended is reported elsewhere
        await new Promise((next) => setTimeout(next, AGAIN_MS));
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    const none = { functions: [] };
    await send(this.#options.endpoint, "POST", "/_harness/debugging", none).catch(() => {});
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy[Symbol.asyncDispose]()));
  }
}

/** Suspends LocalStack's time limits while a function is stopped. They go on by themselves if this process ends. */
class StoppedTime {
  readonly #endpoint: string;
  readonly #stopped = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  set(name: string, isStopped: boolean): void {
    if (isStopped) this.#stopped.add(name);
    else this.#stopped.delete(name);
    const any = this.#stopped.size > 0;
    this.#send(any ? STOP_SECONDS : 0);
    clearInterval(this.#timer);
    this.#timer = any ? setInterval(() => this.#send(STOP_SECONDS), AGAIN_MS).unref() : undefined;
  }

  #send(seconds: number): void {
    send(this.#endpoint, "POST", "/_harness/debugging/stop", { seconds }).catch(() => {});
  }
}
