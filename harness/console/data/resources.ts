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
import type { ItemPage, MessageRow, ObjectContent, ObjectPage, Resources } from "../view-shapes.ts";
import { textIn } from "./text-in.ts";

/** How many entries of a bucket or a table are read at once. */
const PAGE = 200;
const MAX_TEXT_BYTES = 200_000;

/** Looks into buckets, queues and tables of one account and region, without any effect on them. */
export class ResourceBrowser {
  readonly #endpoint: string;
  readonly #config: ReturnType<typeof clientConfig>;

  constructor(endpoint: string, place?: AccountRegion) {
    this.#endpoint = endpoint;
    this.#config = clientConfig(endpoint, place);
  }

  async list(): Promise<Resources> {
    const running = await this.#runningServices();
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
      buckets: buckets.map(({ Name = "" }) => Name),
      queues: queues.map((url) => ({ url, name: url.split("/").at(-1) ?? url })),
      tables,
      secrets: [
        ...secrets.map(({ Name = "", LastChangedDate }) => ({
          name: Name,
          kind: "secret" as const,
          changedAt: LastChangedDate?.getTime() ?? null,
        })),
        ...parameters
          .filter(({ Type }) => Type === "SecureString")
          .map(({ Name = "", LastModifiedDate }) => ({
            name: Name,
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
    return [found].flat().map(({ MessageId, Body, Attribute = [] }) => {
      const attributes = Object.fromEntries([Attribute].flat().map(({ Name, Value }) => [Name, Value]));
      return {
        id: MessageId,
        body: Body,
        sentAt: Number(attributes.SentTimestamp) || null,
        receives: Number(attributes.ApproximateReceiveCount) || 0,
        attributes,
      };
    });
  }

  items(TableName: string): Promise<ItemPage> {
    return this.#with(DynamoDBClient, async (client) => {
      const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName, Limit: PAGE }));
      return {
        items: Items.map((item) => plainItem(item as unknown as Record<string, Attribute>)),
        hasMore: LastEvaluatedKey !== undefined,
      };
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
  Attribute?: { Name: string; Value: string } | { Name: string; Value: string }[];
}

async function all<Page, Entry>(
  pages: AsyncIterable<Page>,
  entries: (page: Page) => Entry[] | undefined,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const page of pages) found.push(...(entries(page) ?? []));
  return found;
}

type Attribute = Record<string, unknown>;

/** An item without the types of its attributes. */
const plainItem = (item: Record<string, Attribute>): unknown =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));

function plainValue(attribute: Attribute): unknown {
  const [[type, value] = []] = Object.entries(attribute);
  if (type === "N") return Number(value);
  if (type === "NS") return (value as string[]).map(Number);
  if (type === "NULL") return null;
  if (type === "L") return (value as Attribute[]).map(plainValue);
  if (type === "M") return plainItem(value as Record<string, Attribute>);
  if (type === "B") return `(${(value as Uint8Array).length} bytes)`;
  return value;
}
