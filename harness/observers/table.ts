import { type AbsentOptions, Observer } from "../core/observer.ts";
import type { Within } from "../core/scope.ts";
import type { ObservedEntry } from "../core/test-activity.ts";
import { hasData } from "../core/text/has-data.ts";
import { show } from "../core/text/text.ts";
import { TABLE } from "../resources/kinds.ts";
import type { StateSource } from "./bucket.ts";

/** An item of a table as plain data: numbers, strings, `Set`s, `Uint8Array`s. */
export type TableItem = Record<string, unknown>;

/**
 * Which items are meant: those with these attributes. Of a map the given attributes must fit, a list must be the same; a
 * pattern is searched in a string, and vitest's `expect.any(…)` and the like decide by themselves.
 */
export type TableFilter = Record<string, unknown>;

/** The items of a DynamoDB table as they are now. */
export class Table extends Observer<TableItem, TableFilter> {
  /** `table Orders` */
  readonly title: string;
  readonly #source: StateSource;
  readonly #name: string;

  constructor(source: StateSource, name: string) {
    super(source.scope, {
      one: "item",
      many: "items",
      where: ` in table ${name}`,
      unexpected: "UNEXPECTED_ITEM",
    });
    this.title = `table ${name}`;
    this.#source = source;
    this.#name = name;
    source.scope.activity.observed.set(this.title, this);
  }

  /**
   * The items that fit now. Reads the whole table.
   * @throws HarnessError UNKNOWN_RESOURCE, WHICH_RESOURCE
   */
  list(filter: TableFilter = {}, signal?: AbortSignal): Promise<TableItem[]> {
    return this.fitting(filter, signal);
  }

  /**
   * Waits for an item that fits, and returns the first.
   * @throws DeadlineError; as {@link list}
   */
  waitFor(filter: TableFilter = {}, options: Within = {}): Promise<TableItem> {
    return this.waitForOne(filter, options);
  }

  /**
   * Waits until no item fits, and then for `settle` ms that none comes.
   * @throws DeadlineError; HarnessError UNEXPECTED_ITEM; as {@link list}
   */
  waitForNoItem(filter: TableFilter = {}, options: AbsentOptions = {}): Promise<void> {
    return this.waitForAbsence(filter, options);
  }

  /** For the failure report: all items, which have no times. */
  async entries(signal?: AbortSignal): Promise<ObservedEntry[]> {
    return (await this.list({}, signal)).map((item) => ({ text: show(item) }));
  }

  protected override async look(_: TableFilter, signal?: AbortSignal): Promise<TableItem[]> {
    const { clients, resources } = this.#source;
    const found = await resources.find(TABLE, this.#name);
    const { readItems } = await import("./table-items.ts");
    return readItems(clients, found, signal);
  }

  protected override fits(item: TableItem, filter: TableFilter): boolean {
    return hasData(item, filter);
  }

  protected override line(item: TableItem): string {
    return show(item);
  }
}
