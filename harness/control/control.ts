import { HarnessError } from "../core/errors.ts";
import { getJson, LocalStackGoneError, send, UnexpectedStatusError } from "../core/localstack-http.ts";
import { type PluginInfo, readPluginInfo } from "../core/plugin-info.ts";
import { assertUsableEndpoint } from "../core/ports.ts";
import { now, timeOfDay } from "../core/real-time.ts";

/** A part of the harness needs the plugin in LocalStack, and the endpoint has none (or it is AWS). */
export const noPluginError = (endpoint: string, part: string, emulator?: string): HarnessError =>
  new HarnessError(
    "NO_PLUGIN",
    emulator
      ? `${part} is not available on ${emulator}, only on LocalStack: start the app with TARGET=embedded`
      : `${part} is not available at ${endpoint}: it needs the plugin localstack_harness, which GET /_harness/info did not find; start LocalStack with startLocalStack() (on AWS there is no such plugin)`,
  );

/** @throws HarnessError NO_PLUGIN where the endpoint has no plugin, which a part needs */
export async function requirePlugin(endpoint: string, part: string): Promise<void> {
  const { info, emulator } = await Control.connect(endpoint);
  if (!info) throw noPluginError(endpoint, part, emulator);
}

/** The plugin's control API, which LocalStack serves below `/_harness`. */
export class Control {
  readonly endpoint: string;
  /** `undefined` where the endpoint has no plugin. */
  readonly info: PluginInfo | undefined;
  /** The name and release of what is neither LocalStack nor AWS. */
  readonly emulator: string | undefined;
  /** The number of the last AWS call that is known to be over. */
  lastCall = 0;
  readonly #connectedAt = now();

  private constructor(endpoint: string, info: PluginInfo | undefined) {
    this.endpoint = endpoint;
    this.emulator = info?.emulator;
    this.info = info?.emulator ? undefined : info;
  }

  /** @throws LocalStackGoneError where nothing responds; HarnessError BLOCKED_PORT */
  static async connect(endpoint: string): Promise<Control> {
    assertUsableEndpoint(endpoint);
    return new Control(endpoint, await readPluginInfo(endpoint));
  }

  /** For AWS, which has no plugin to ask for. */
  static none(endpoint: string): Control {
    return new Control(endpoint, undefined);
  }

  /**
   * The time of day where the stack runs, by which its records are dated. It does not depend on the clock of this process,
   * which a test may stop or move.
   */
  readonly time = (): Date =>
    this.info ? new Date(this.info.time + now() - this.#connectedAt) : timeOfDay();

  /** @throws HarnessError NO_PLUGIN where the plugin lacks a feature, one of `info.features` */
  need(feature: string, part: string): void {
    if (!this.info?.features.includes(feature)) throw noPluginError(this.endpoint, part, this.emulator);
  }

  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    const body = await getJson<T>(this.endpoint, `/_harness${path}`, signal);
    if (body === undefined)
      throw new UnexpectedStatusError("GET", `${this.endpoint}/_harness${path}`, 404, "unknown or expired");
    return body;
  }

  /** @throws HarnessError INVALID_CONTROL, with the plugin's own message, for what it does not understand */
  async post<T>(path: string, body: unknown): Promise<T> {
    try {
      const response = await send(this.endpoint, "POST", `/_harness${path}`, body);
      if (response.status !== 404) return (await response.json()) as T;
      const url = `${this.endpoint}/_harness${path}`;
      throw new UnexpectedStatusError("POST", url, 404, await response.text());
    } catch (error) {
      throw invalid(error) ?? error;
    }
  }

  /** Removes something; what has expired, or gone with LocalStack, is removed already. */
  async delete(path: string): Promise<void> {
    try {
      await send(this.endpoint, "DELETE", `/_harness${path}`);
    } catch (error) {
      if (!(error instanceof LocalStackGoneError)) throw error;
    }
  }
}

/** In a response of 400 the plugin says what it did not understand: `{"error": "there is no service …"}`. */
function invalid(error: unknown): HarnessError | undefined {
  if (!(error instanceof UnexpectedStatusError) || error.status !== 400) return undefined;
  const message =
    /^\s*\{\s*"error":\s*"/.test(error.body) && (JSON.parse(error.body) as { error: string }).error;
  return message ? new HarnessError("INVALID_CONTROL", message, { cause: error }) : undefined;
}

/** An effect that lasts until it is released: `await using` does that at the end of the block. */
export class Lease implements AsyncDisposable {
  readonly id: string;
  readonly #release: () => Promise<void>;
  #released: Promise<void> | undefined;

  constructor(id: string, release: () => Promise<void>) {
    this.id = id;
    this.#release = release;
  }

  /** Ends it now; later calls do nothing. */
  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  /** The same as {@link release}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}

/** Seconds after which LocalStack itself ends what a test left in force, such as one that crashed. */
export const DEFAULT_LEASE = 60;
