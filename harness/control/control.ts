import { getJson, LocalStackGoneError, send, UnexpectedStatusError } from "../core/localstack-http.ts";

/** What the plugin in LocalStack offers: `GET /_harness/info`. */
export interface PluginInfo {
  version: string;
  /** How functions run. */
  executor: "node-process" | "docker";
  features: string[];
}

/** A part of the harness needs the plugin in LocalStack, and the endpoint has none (or it is AWS). */
export class NoPluginError extends Error {
  override readonly name = "NoPluginError";

  constructor(endpoint: string, part: string) {
    super(
      `${part} cannot be had at ${endpoint}: it needs the plugin localstack_harness (GET /_harness/info found none); start LocalStack with startLocalStack(), AWS itself has no such thing`,
    );
  }
}

/** The plugin's control API, which LocalStack itself serves below `/_harness`. */
export class Control {
  readonly #endpoint: string;
  /** `undefined` where the endpoint has no plugin. */
  readonly info: PluginInfo | undefined;
  /** The number of the last AWS call that is known to be over. */
  lastCall = 0;

  private constructor(endpoint: string, info: PluginInfo | undefined) {
    this.#endpoint = endpoint;
    this.info = info;
  }

  static async connect(endpoint: string): Promise<Control> {
    return new Control(endpoint, await pluginInfo(endpoint));
  }

  /** For AWS, which has no plugin to ask for. */
  static none(endpoint: string): Control {
    return new Control(endpoint, undefined);
  }

  /** Throws a {@link NoPluginError} if the plugin lacks a feature: one of `info.features`. */
  need(feature: string, part: string): void {
    if (!this.info?.features.includes(feature)) throw new NoPluginError(this.#endpoint, part);
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    const answer = await getJson<T>(this.#endpoint, `/_harness${path}`, signal);
    if (answer === undefined)
      throw new UnexpectedStatusError("GET", `${this.#endpoint}/_harness${path}`, 404, "unknown or expired");
    return answer;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const response = await send(this.#endpoint, "POST", `/_harness${path}`, body);
    if (response.status === 404)
      throw new UnexpectedStatusError(
        "POST",
        `${this.#endpoint}/_harness${path}`,
        404,
        await response.text(),
      );
    return (await response.json()) as T;
  }

  /** Removes something; what has vanished by its lease, or with LocalStack, is removed already. */
  async delete(path: string): Promise<void> {
    try {
      await send(this.#endpoint, "DELETE", `/_harness${path}`);
    } catch (error) {
      if (!(error instanceof LocalStackGoneError)) throw error;
    }
  }
}

async function pluginInfo(endpoint: string): Promise<PluginInfo | undefined> {
  try {
    return await getJson<PluginInfo>(endpoint, "/_harness/info");
  } catch (error) {
    // whatever else answers there, such as AWS with 403, is no plugin
    if (error instanceof UnexpectedStatusError) return undefined;
    throw error;
  }
}

/** Something that holds until it is released: `await using` does that at the end of the block. */
export class Lease implements AsyncDisposable {
  readonly id: string;
  readonly #release: () => Promise<void>;
  #released: Promise<void> | undefined;

  constructor(id: string, release: () => Promise<void>) {
    this.id = id;
    this.#release = release;
  }

  /** Ends it now; the second time does nothing. */
  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

/** Seconds after which LocalStack itself ends what a crashed test left behind. */
export const DEFAULT_LEASE = 60;
