import { directFetch } from "../core/loopback.ts";

/** What a LocalStack says of itself at `/_localstack/health`. */
export interface Health {
  version: string;
  edition: string;
  services: Record<string, string>;
}

/** What the plugin in a LocalStack says of itself at `/_harness/info`. */
export interface HarnessInfo {
  version: string;
  /** Where it is another emulator than LocalStack, without the plugin: its name and release. */
  emulator?: string;
  /** What functions run in: `node-process` is the plugin's own, `docker` LocalStack's. */
  executor: string;
  features: string[];
}

/**
 * The health of the LocalStack at a port of this machine; `undefined` where there is none.
 * @param silenceMs milliseconds until something that takes a connection but says nothing counts as something else
 */
export async function localStackHealth(
  port: number,
  signal?: AbortSignal,
  silenceMs = SILENCE_MS,
): Promise<Health | undefined> {
  const health = await getJson<Health>(port, "/_localstack/health", signal, silenceMs);
  return typeof health?.version === "string" && health.services ? health : undefined;
}

/** `undefined` where the LocalStack runs without the plugin. */
export async function harnessInfo(port: number, signal?: AbortSignal): Promise<HarnessInfo | undefined> {
  const info = await getJson<HarnessInfo>(port, "/_harness/info", signal);
  return typeof info?.executor === "string" ? info : undefined;
}

/** A busy machine may keep a LocalStack from its answer for seconds. */
const SILENCE_MS = 5_000;

/**
 * A JSON object from a port of this machine; `undefined` for any other response, and for none: any program may
 * listen there.
 */
async function getJson<T>(
  port: number,
  path: string,
  signal?: AbortSignal,
  silenceMs = SILENCE_MS,
): Promise<T | undefined> {
  const silence = AbortSignal.timeout(silenceMs);
  try {
    const response = await directFetch(`http://127.0.0.1:${port}${path}`, {
      signal: signal ? AbortSignal.any([signal, silence]) : silence,
    });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
