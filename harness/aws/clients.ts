import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient } from "@aws-sdk/client-sfn";
import { reach } from "../core/localstack-http.ts";
import { type AwsAccount, accountConfig } from "./account.ts";
import { type AccountRegion, clientConfig, DEFAULT_ACCOUNT_REGION } from "./client-config.ts";
import { realTimeRetries } from "./real-time-retries.ts";

/** The SDK clients that every test may use, for one account and region. */
export interface ServiceClients {
  sfn: SFNClient;
  logs: CloudWatchLogsClient;
}

/** Any client of the AWS SDK. */
interface SdkClient {
  middlewareStack: object;
  destroy(): void;
}
type ClientType<Client> = new (config: ReturnType<typeof clientConfig>) => Client;

/** The SDK clients of a connection. If LocalStack has gone, each throws a `LocalStackGoneError`. */
export interface Clients {
  /** One set for each account and region of the connection. */
  readonly all: readonly ServiceClients[];
  /** The accounts and regions of the connection. */
  readonly places: readonly AccountRegion[];
  /** Those for a resource, by the account and region in its ARN. */
  for(arn: string): ServiceClients;
  /** A client of any service, created when it is first used. */
  of<Client extends SdkClient>(type: ClientType<Client>, place: AccountRegion): Client;
  destroy(): void;
}

/** @param places accounts and regions in LocalStack. Default: the one that LocalStack uses without credentials */
export function createClients(endpoint: string, places: readonly AccountRegion[] = []): Clients {
  const config = (place: AccountRegion) => ({
    ...clientConfig(endpoint, place),
    retryStrategy: realTimeRetries,
    userAgentAppId: OBSERVER,
  });
  const prepare = (client: SdkClient): void => {
    const name = { step: "initialize", name: "reachOrGone" } as const;
    (client as MiddlewareOwner).middlewareStack.add(
      (next) => (args) => reach(endpoint, () => next(args)),
      name,
    );
  };
  return pool(places.length > 0 ? places : [DEFAULT_ACCOUNT_REGION], config, prepare);
}

/** Identifies the harness's own reading: the plugin leaves such calls out of its record. */
const OBSERVER = "harness-observer";

/** Clients for a stack on AWS, in one account and region. */
export function createAwsClients(aws: AwsAccount): Clients {
  const { of, ...rest } = pool([aws], () => accountConfig(aws));
  return { ...rest, of: (type) => of(type, aws), for: () => rest.for(`arn:::${aws.region}:${aws.account}`) };
}

interface MiddlewareOwner {
  middlewareStack: {
    add(
      middleware: (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>,
      options: object,
    ): void;
  };
}

function pool(
  given: readonly AccountRegion[],
  config: (place: AccountRegion) => object,
  prepare: (client: SdkClient) => void = () => {},
): Clients {
  const known = new Map<string, Map<ClientType<SdkClient>, SdkClient>>();
  const of = <Client extends SdkClient>(type: ClientType<Client>, place: AccountRegion): Client => {
    const key = keyOf(place);
    const own = known.get(key) ?? known.set(key, new Map()).get(key);
    const client = (own?.get(type) as Client | undefined) ?? new type(config(place) as never);
    if (!own?.has(type)) prepare(client);
    own?.set(type, client);
    return client;
  };
  const clientsIn = (place: AccountRegion): ServiceClients => ({
    sfn: of(SFNClient, place),
    logs: of(CloudWatchLogsClient, place),
  });
  const places = [...new Map(given.map((place) => [keyOf(place), place])).values()];
  return {
    places,
    all: places.map(clientsIn),
    of,
    for: (arn) => clientsIn(placeOf(arn)),
    destroy: () => {
      for (const own of known.values()) for (const client of own.values()) client.destroy();
    },
  };
}

const keyOf = ({ account, region }: AccountRegion): string => `${account}/${region}`;

/** The account and region that an ARN names. */
function placeOf(arn: string): AccountRegion {
  const [, , , region, account] = arn.split(":");
  return {
    account: account || DEFAULT_ACCOUNT_REGION.account,
    region: region || DEFAULT_ACCOUNT_REGION.region,
  };
}
