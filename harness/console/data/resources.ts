import { DynamoDBClient, paginateListTables, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { paginateListSecrets, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import { type AccountRegion, clientConfig } from "../../aws/client-config.ts";
import { getJson, send } from "../../core/localstack-http.ts";
import type { ItemPage, MessageRow, ObjectContent, ObjectPage, Place, Resources } from "../view-shapes.ts";
import { placeOf } from "./places.ts";
import { itemJson, keyFrom, keyText } from "./table-items.ts";
import { textIn } from "./text-in.ts";

/** How many entries of a bucket or a table are read at once. */
const PAGE = 200;
const MAX_TEXT_BYTES = 200_000;

/** Looks into buckets, queues and tables of one account and region, without any effect on them. */
export class ResourceBrowser {
  readonly #endpoint: string;
  readonly #config: ReturnType<typeof clientConfig>;

  readonly place: Place;

  constructor(endpoint: string, place: AccountRegion) {
    this.#endpoint = endpoint;
    this.#config = clientConfig(endpoint, place);
    this.place = placeOf(place);
  }

  async list(): Promise<Resources> {
    const running = await this.#runningServices();
    const { place } = this;
    const [buckets, queues, tables, secrets, parameters] = await Promise.all([
      this.#listed(running.has("s3"), S3Client, async (client) => {
        return (await client.send(new ListBucketsCommand({}))).Buckets ?? [];
      }),
      this.#listed(running.has("sqs"), SQSClient, (client) =>
        all(paginateListQueues({ client }, {}), ({ QueueUrls }) => QueueUrls),
      ),
      this.#listed(running.has("dynamodb"), DynamoDBClient, (client) =>
        all(paginateListTables({ client }, {}), ({ TableNames }) => TableNames),
      ),
      this.#listed(running.has("secretsmanager"), SecretsManagerClient, (client) =>
        all(paginateListSecrets({ client }, {}), ({ SecretList }) => SecretList),
      ),
      this.#listed(running.has("ssm"), SSMClient, (client) =>
        all(paginateDescribeParameters({ client }, {}), ({ Parameters }) => Parameters),
      ),
    ]);
    return {
      buckets: buckets.map(({ Name = "" }) => ({ id: Name, name: Name, place })),
      queues: queues.map((url) => ({ id: url, name: url.split("/").at(-1) ?? url, place })),
      tables: tables.map((name) => ({ id: name, name, place })),
      secrets: [
        ...secrets.map(({ Name = "", LastChangedDate }) => ({
          name: Name,
          place,
          kind: "secret" as const,
          changedAt: LastChangedDate?.getTime() ?? null,
        })),
        ...parameters
          .filter(({ Type }) => Type === "SecureString")
          .map(({ Name = "", LastModifiedDate }) => ({
            name: Name,
            place,
            kind: "parameter" as const,
            changedAt: LastModifiedDate?.getTime() ?? null,
          })),
      ],
    };
  }

  /** The objects of a bucket whose keys begin like this, after those of an earlier page. */
  objects(Bucket: string, Prefix: string, ContinuationToken?: string): Promise<ObjectPage> {
    return this.#with(S3Client, async (client) => {
      const command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken, MaxKeys: PAGE });
      const { Contents = [], NextContinuationToken } = await client.send(command);
      return {
        objects: Contents.map(({ Key = "", Size = 0, LastModified }) => ({
          key: Key,
          bytes: Size,
          changedAt: LastModified?.getTime() ?? 0,
        })),
        next: NextContinuationToken ?? null,
      };
    });
  }

  /** An object's type and, where it is text, its beginning; many apps store text without a type. */
  object(Bucket: string, Key: string): Promise<ObjectContent> {
    return this.#with(S3Client, async (client) => {
      const { ContentType: type = "", ContentLength: bytes = 0 } = await client.send(
        new HeadObjectCommand({ Bucket, Key }),
      );
      const Range = bytes > MAX_TEXT_BYTES ? `bytes=0-${MAX_TEXT_BYTES - 1}` : undefined;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
      return {
        key: Key,
        type,
        bytes,
        text: textIn((await Body?.transformToByteArray()) ?? new Uint8Array()),
      };
    });
  }

  /** The whole content of an object. */
  download(Bucket: string, Key: string): Promise<Uint8Array> {
    return this.#with(S3Client, async (client) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    });
  }

  /** The messages of a queue, also those that are delayed or being received; none is received by this. */
  async messages(queueUrl: string): Promise<MessageRow[]> {
    const query = new URLSearchParams({ QueueUrl: queueUrl, ShowInvisible: "true", ShowDelayed: "true" });
    const response = await send(this.#endpoint, "GET", `/_aws/sqs/messages?${query}`, undefined, undefined, {
      accept: "application/json",
    });
    const { ReceiveMessageResponse } = (await response.json()) as ListedMessages;
    const found = ReceiveMessageResponse?.ReceiveMessageResult?.Message ?? [];
    return [found].flat().map(({ MessageId, Body, Attribute = [], MessageAttribute = [] }) => {
      const system = Object.fromEntries([Attribute].flat().map(({ Name, Value }) => [Name, Value]));
      return {
        id: MessageId,
        body: Body,
        sentAt: Number(system.SentTimestamp) || null,
        receives: Number(system.ApproximateReceiveCount) || 0,
        state:
          system.IsDelayed === "true" ? "delayed" : system.IsVisible === "false" ? "received" : "waiting",
        attributes: Object.fromEntries(
          [MessageAttribute].flat().map(({ Name, Value }) => [Name, Value.StringValue ?? Value.DataType]),
        ),
        group: system.MessageGroupId ?? null,
      };
    });
  }

  /** The items of a table, after those of an earlier page. */
  items(TableName: string, from?: string): Promise<ItemPage> {
    return this.#with(DynamoDBClient, async (client) => {
      const ExclusiveStartKey = from === undefined ? undefined : keyFrom(from);
      const command = new ScanCommand({ TableName, Limit: PAGE, ExclusiveStartKey });
      const { Items = [], LastEvaluatedKey } = await client.send(command);
      return { items: Items.map(itemJson), next: LastEvaluatedKey ? keyText(LastEvaluatedKey) : null };
    });
  }

  /** LocalStack starts a service with the first request to it: the others have nothing to list. */
  async #runningServices(): Promise<Set<string>> {
    const health = await getJson<{ services: Record<string, string> }>(this.#endpoint, "/_localstack/health");
    const services = Object.entries(health?.services ?? {});
    return new Set(services.filter(([, status]) => status === "running").map(([name]) => name));
  }

  async #listed<Client extends { destroy(): void }, T>(
    isRunning: boolean,
    Kind: new (config: ReturnType<typeof clientConfig>) => Client,
    list: (client: Client) => Promise<T[]>,
  ): Promise<T[]> {
    return isRunning ? this.#with(Kind, list) : [];
  }

  async #with<Client extends { destroy(): void }, T>(
    Kind: new (config: ReturnType<typeof clientConfig>) => Client,
    read: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = new Kind(this.#config);
    try {
      return await read(client);
    } finally {
      client.destroy();
    }
  }
}

/** LocalStack answers as the query protocol's XML reads: one entry is no list. */
interface ListedMessages {
  ReceiveMessageResponse?: { ReceiveMessageResult?: { Message?: ListedMessage | ListedMessage[] } | null };
}

interface ListedMessage {
  MessageId: string;
  Body: string;
  Attribute?: Listed<string>;
  MessageAttribute?: Listed<{ StringValue?: string; DataType: string }>;
}

type Listed<Value> = { Name: string; Value: Value } | { Name: string; Value: Value }[];

async function all<Page, Entry>(
  pages: AsyncIterable<Page>,
  entries: (page: Page) => Entry[] | undefined,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const page of pages) found.push(...(entries(page) ?? []));
  return found;
}
