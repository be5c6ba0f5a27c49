import { type Served, type StubResponse, serve } from "./serve.ts";

/** When the plugin's LocalStack was asked for its time, on its own clock. */
export const PLUGIN_TIME = Date.parse("2026-11-23T15:37:50Z");

const ARN = "000000000000";

/** What exists in that LocalStack. */
const NAMES: Record<string, unknown> = {
  "GET /_harness/info": {
    version: "0.1.0",
    executor: "node-process",
    features: ["clock", "schedules", "faults", "calls", "access-logs"],
    time: PLUGIN_TIME,
  },
  "GET /_harness/services": {
    services: {
      iam: [],
      ses: ["email"],
      sesv2: ["email"],
      s3: [],
      lambda: [],
      stepfunctions: ["sfn", "states"],
      logs: ["cloudwatch-logs"],
    },
    operations: {
      SendEmail: ["ses", "sesv2"],
      SendRawEmail: ["ses"],
      PutObject: ["s3"],
      Invoke: ["lambda"],
      StartExecution: ["stepfunctions"],
    },
  },
  "GET /_harness/resources": {
    functions: [`arn:aws:lambda:us-east-1:${ARN}:function:send`],
    stateMachines: [`arn:aws:states:us-east-1:${ARN}:stateMachine:greet`],
    roles: [`arn:aws:iam::${ARN}:role/SendRole`],
  },
};

/** The part of the plugin's control API that the harness uses; `bodies` adds to what it serves. */
export function pluginServer(bodies: Record<string, unknown> = {}): Promise<Served> {
  const known = { ...NAMES, ...bodies };
  let id = 0;
  return serve((method, url): StubResponse | undefined => {
    const key = `${method} ${url}`;
    if (key in known) return { status: 200, body: known[key] };
    const later = /^GET \/_harness\/calls\?since=([1-9]\d*)/.exec(key)?.[1];
    if (later) return { status: 200, body: { calls: [], next: Number(later) } };
    if (method === "POST" && /^\/_harness\/(clock|faults)$/.test(url)) {
      id += 1;
      return { status: 200, body: { id: `${id}` } };
    }
    return method === "DELETE" ? { status: 204 } : undefined;
  });
}

/** The requests that change something, in order. */
export const changes = (requests: readonly string[]): string[] =>
  requests.filter((request) => !/^GET \/_harness\/(info|services|resources)/.test(request));
