import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient } from "@aws-sdk/client-sfn";
import { reach } from "../core/localstack-http.ts";
import { type AwsAccount, accountConfig } from "./account.ts";
import { type AccountRegion, clientConfig, DEFAULT_ACCOUNT_REGION } from "./client-config.ts";
import { realTimeRetries } from "./real-time-retries.ts";

/** The SDK clients that the harness uses, for one account and region. */
export interface ServiceClients {
  sfn: SFNClient;
  logs: CloudWatchLogsClient;
}

/** The SDK clients of a connection. If LocalStack has gone, each throws a `LocalStackGoneError`. */
export interface Clients {
  /** One set for each account and region of the connection. */
  readonly all: readonly ServiceClients[];
  /** Those for a resource, by the account and region in its ARN. */
  for(arn: string): ServiceClients;
  destroy(): void;
}

/** @param places accounts and regions in LocalStack. Default: the one that LocalStack uses without credentials */
export function createClients(endpoint: string, places: readonly AccountRegion[] = []): Clients {
  const known = new Map<string, ServiceClients>();
  const clientsIn = (place: AccountRegion): ServiceClients => {
    const key = `${place.account}/${place.region}`;
    const clients = known.get(key) ?? localClients(endpoint, place);
    known.set(key, clients);
    return clients;
  };
  const all = new Set((places.length > 0 ? places : [DEFAULT_ACCOUNT_REGION]).map(clientsIn));
  return {
    all: [...all],
    for: (arn) => clientsIn(placeOf(arn)),
    destroy: () => [...known.values()].forEach(destroy),
  };
}

/** Clients for a stack on AWS, in one account and region. */
export function createAwsClients(aws: AwsAccount): Clients {
  const config = accountConfig(aws);
  const clients = { sfn: new SFNClient(config), logs: new CloudWatchLogsClient(config) };
  return { all: [clients], for: () => clients, destroy: () => destroy(clients) };
}

/** The account and region that an ARN names. */
function placeOf(arn: string): AccountRegion {
  const [, , , region, account] = arn.split(":");
  return {
    account: account || DEFAULT_ACCOUNT_REGION.account,
    region: region || DEFAULT_ACCOUNT_REGION.region,
  };
}

function localClients(endpoint: string, place: AccountRegion): ServiceClients {
  const config = { ...clientConfig(endpoint, place), retryStrategy: realTimeRetries };
  const sfn = new SFNClient(config);
  const logs = new CloudWatchLogsClient(config);
  const name = { step: "initialize", name: "reachOrGone" } as const;
  sfn.middlewareStack.add((next) => (args) => reach(endpoint, () => next(args)), name);
  logs.middlewareStack.add((next) => (args) => reach(endpoint, () => next(args)), name);
  return { sfn, logs };
}

function destroy({ sfn, logs }: ServiceClients): void {
  sfn.destroy();
  logs.destroy();
}
