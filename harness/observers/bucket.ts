import type { AbsentOptions } from "../core/observer.ts";
import type { ObservedEntry } from "../core/test-activity.ts";
import { type Content, hasContent } from "../core/text/content.ts";
import { isText, type Text } from "../core/text/text.ts";
import { BUCKET } from "../resources/kinds.ts";
import { assertFields, type Fields, hasFields } from "./fields.ts";
import { StateObserver, type StateSource } from "./state-observer.ts";

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
export class Bucket extends StateObserver<BucketObject, BucketFilter> {
  constructor(source: StateSource, name: string) {
    super(source, BUCKET, name, "object");
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
    const found = await this.find();
    const { readObjects } = await import("./bucket-objects.ts");
    const reads = ({ key }: BucketObject) => filter.key === undefined || isText(key, filter.key);
    return readObjects(this.clients, found, filter.body === undefined ? undefined : reads, signal);
  }

  protected override fits(object: BucketObject, filter: BucketFilter): boolean {
    return hasFields(FIELDS, object, filter);
  }

  protected override line(object: BucketObject): string {
    return `${object.time.toISOString()} ${nameOf(object)}${object.body === undefined ? "" : `: ${object.body}`}`;
  }
}

const nameOf = ({ key, size }: BucketObject): string => `${key} (${size} bytes)`;
