import { type Answer, type Served, serve } from "./serve.ts";

/** The plugin's control API, as far as the harness uses it; `answers` adds to what it says by path. */
export function pluginServer(
  answers: Record<string, unknown> = {},
  features = ["clock", "schedules", "faults", "calls", "access-logs"],
): Promise<Served> {
  let id = 0;
  return serve((method, url): Answer | undefined => {
    if (url === "/_harness/info")
      return { status: 200, body: { version: "0.1.0", executor: "node-process", features } };
    const key = `${method} ${url}`;
    if (key in answers) return { status: 200, body: answers[key] };
    const later = /^GET \/_harness\/calls\?since=([1-9]\d*)/.exec(key)?.[1];
    if (later) return { status: 200, body: { calls: [], next: Number(later) } };
    if (method === "POST" && /^\/_harness\/(clock|faults)$/.test(url)) {
      id += 1;
      return { status: 200, body: { id: `${id}` } };
    }
    return method === "DELETE" ? { status: 204 } : undefined;
  });
}
