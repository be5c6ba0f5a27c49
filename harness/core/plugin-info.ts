import { getJson, UnexpectedStatusError } from "./localstack-http.ts";

/** What the plugin in LocalStack offers: `GET /_harness/info`. */
export interface PluginInfo {
  version: string;
  /** Where it is another emulator than LocalStack, without the plugin: its name and release. */
  emulator?: string;
  /** How functions run: `node-process` is the plugin's own way, `docker` LocalStack's. */
  executor: "node-process" | "docker";
  /** `clock`, `faults`, `calls`, `access-logs`. */
  features: string[];
  /** LocalStack's time of day, in milliseconds since 1970. */
  time: number;
}

/**
 * What the plugin at an endpoint offers; `undefined` where there is no plugin, as on AWS.
 * @throws LocalStackGoneError where nothing responds
 */
export async function readPluginInfo(
  endpoint: string,
  signal?: AbortSignal,
): Promise<PluginInfo | undefined> {
  try {
    return await getJson<PluginInfo>(endpoint, "/_harness/info", signal);
  } catch (error) {
    // another server, such as AWS with 403, has no plugin
    if (error instanceof UnexpectedStatusError) return undefined;
    throw error;
  }
}
