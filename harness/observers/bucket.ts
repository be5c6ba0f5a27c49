import type { Clients } from "../aws/clients.ts";
import { type AbsentOptions, Observer } from "../core/observer.ts";
import type { Scope, Within } from "../core/scope.ts";
import type { ObservedEntry } from "../core/test-activity.ts";
import { type Content, hasContent } from "../core/text/content.ts";
import { isText, type Text } from "../core/text/text.ts";
import { BUCKET } from "../resources/kinds.ts";
import type { StackResource } from "../resources/stack-resource.ts";
import type { StackResources } from "../resources/stack-resources.ts";
import { assertFields, type Fields, hasFields } from "./fields.ts";

/** What observers of buckets and tables need. */
export interface StateSource {
  scope: Scope;
  clients: Clients;
  resources: StackResources;
}

/** An object in a bucket. */
export interface BucketObject {
  key: string;
  /** In bytes. */
  size: number;
  /** When it was last written; S3 keeps whole seconds. */
  time: Date;
  /** The content as text, where a filter asks for it. */
  body?: string | undefined;
}

/** Which objects are meant: those that every given field fits. */
export interface BucketFilter {
  /** A string is the whole key. */
  key?: Text | undefined;
  /** A part of the content, a pattern in it, or some of its data as JSON. */
  body?: Content | undefined;
}

const FIELDS: Fields<BucketObject, BucketFilter> = {
  key: ({ key }, wanted) => isText(key, wanted),
  body: ({ body }, wanted) => body !== undefined && hasContent(body, wanted),
};

/** The objects in an S3 bucket as they are now. */
export class Bucket extends Observer<BucketObject, BucketFilter> {
  /** `bucket Photos` */
  readonly title: string;
  readonly #source: StateSource;
  readonly #name: string;

  constructor(source: StateSource, name: string) {
    super(source.scope, {
      one: "object",
      many: "objects",
      where: ` in bucket ${name}`,
      unexpected: "UNEXPECTED_OBJECT",
    });
    this.title = `bucket ${name}`;
    this.#source = source;
    this.#name = name;
    source.scope.activity.observed.set(this.title, this);
  }

  /**
   * The objects that fit now, by key.
   * @throws HarnessError UNKNOWN_RESOURCE, WHICH_RESOURCE; UNKNOWN_FIELD
   */
  list(filter: BucketFilter = {}, signal?: AbortSignal): Promise<BucketObject[]> {
    return this.fitting(filter, signal);
  }

  /**
   * Waits for an object that fits, and returns the first.
   * @throws DeadlineError; as {@link list}
   */
  waitFor(filter: BucketFilter = {}, options: Within = {}): Promise<BucketObject> {
    return this.waitForOne(filter, options);
  }

  /**
   * Waits until no object fits, and then for `settle` ms that none comes.
   * @throws DeadlineError; HarnessError UNEXPECTED_OBJECT; as {@link list}
   */
  waitForNoObject(filter: BucketFilter = {}, options: AbsentOptions = {}): Promise<void> {
    return this.waitForAbsence(filter, options);
  }

  /** Those that were written since the test began, for the failure report. */
  async entries(signal?: AbortSignal): Promise<ObservedEntry[]> {
    const since = Math.floor(this.scope.activity.since.getTime() / 1_000) * 1_000;
    const objects = await this.list({}, signal);
    return objects
      .filter(({ time }) => time.getTime() >= since)
      .map((object) => ({ time: object.time, text: nameOf(object) }));
  }

  protected override async look(filter: BucketFilter, signal?: AbortSignal): Promise<BucketObject[]> {
    assertFields(FIELDS, filter, "a filter of objects");
    const { clients, resources } = this.#source;
    const found: StackResource = await resources.find(BUCKET, this.#name);
    const { readObjects } = await import("./bucket-objects.ts");
    const reads = ({ key }: BucketObject) => filter.key === undefined || isText(key, filter.key);
    return readObjects(clients, found, filter.body === undefined ? undefined : reads, signal);
  }

  protected override fits(object: BucketObject, filter: BucketFilter): boolean {
    return hasFields(FIELDS, object, filter);
  }

  protected override line(object: BucketObject): string {
    return `${object.time.toISOString()} ${nameOf(object)}${object.body === undefined ? "" : `: ${object.body}`}`;
  }
}

const nameOf = ({ key, size }: BucketObject): string => `${key} (${size} bytes)`;
