import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient } from "@aws-sdk/client-sfn";
import { reach } from "../core/localstack-http.ts";
import { type AwsAccount, accountConfig } from "./account.ts";
import { clientConfig } from "./client-config.ts";
import { realTimeRetries } from "./real-time-retries.ts";

/** The SDK clients of the harness itself. When LocalStack has gone, each of them throws a `LocalStackGoneError`. */
export interface Clients {
  sfn: SFNClient;
  logs: CloudWatchLogsClient;
  destroy(): void;
}

export function createClients(endpoint: string, aws?: AwsAccount): Clients {
  const config = aws ? accountConfig(aws) : { ...clientConfig(endpoint), retryStrategy: realTimeRetries };
  const sfn = new SFNClient(config);
  const logs = new CloudWatchLogsClient(config);
  if (!aws) {
    const name = { step: "initialize", name: "reachOrGone" } as const;
    sfn.middlewareStack.add((next) => (args) => reach(endpoint, () => next(args)), name);
    logs.middlewareStack.add((next) => (args) => reach(endpoint, () => next(args)), name);
  }
  return {
    sfn,
    logs,
    destroy() {
      sfn.destroy();
      logs.destroy();
    },
  };
}
