import type { AbsentOptions } from "../core/observer.ts";
import type { ObservedEntry } from "../core/test-activity.ts";
import { hasData } from "../core/text/has-data.ts";
import { show } from "../core/text/text.ts";
import { TABLE } from "../resources/kinds.ts";
import { StateObserver, type StateSource } from "./state-observer.ts";

/** An item of a table as plain data: numbers, strings, `Set`s, `Uint8Array`s. */
export type TableItem = Record<string, unknown>;

/**
 * Which items are meant: those with these attributes. Of a map the given attributes must fit, a list must be the same; a
 * pattern is searched in a string, and vitest's `expect.any(…)` and the like decide by themselves.
 */
export type TableFilter = Record<string, unknown>;

/** The items of a DynamoDB table as they are now. */
export class Table extends StateObserver<TableItem, TableFilter> {
  constructor(source: StateSource, name: string) {
    super(source, TABLE, name, "item");
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
    const found = await this.find();
    const { readItems } = await import("./table-items.ts");
    return readItems(this.clients, found, signal);
  }

  protected override fits(item: TableItem, filter: TableFilter): boolean {
    return hasData(item, filter);
  }

  protected override line(item: TableItem): string {
    return show(item);
  }
}
