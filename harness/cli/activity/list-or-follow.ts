import { printableJson } from "../../core/text/printable.ts";
import { followUntilAborted } from "./follow.ts";

export interface ListOptions {
  follow?: true | undefined;
  json?: true | undefined;
}

/** A list that grows, and how its items are shown. */
export interface Listing<Item> {
  find: () => Promise<Item[]>;
  id: (item: Item) => string;
  /** With `follow`, an item is shown again when this changes. */
  status?: (item: Item) => string | undefined;
  line: (item: Item) => string;
  json?: (item: Item) => unknown;
  /** The line for an empty list. */
  empty: string;
}

const write = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Prints the list once, or with `follow` its items and each new one until the signal aborts. With `json`, prints an
 * array, or with `follow` one object per line.
 * @throws what `find` throws; with `follow` the signal's reason
 */
export async function listOrFollow<Item>(
  signal: AbortSignal,
  { follow, json }: ListOptions,
  { find, id, status = () => undefined, line, json: asJson = (item) => item, empty }: Listing<Item>,
  pause?: number,
): Promise<void> {
  const found = await find();
  if (!follow) {
    if (json) write(printableJson(found.map(asJson), 2));
    else if (found.length === 0) write(empty);
    else for (const item of found) write(line(item));
    return;
  }
  const shown = new Map<string, string | undefined>();
  await followUntilAborted(
    signal,
    async () => {
      for (const item of await find()) {
        if (shown.has(id(item)) && shown.get(id(item)) === status(item)) continue;
        shown.set(id(item), status(item));
        write(json ? printableJson(asJson(item)) : line(item));
      }
    },
    pause,
  );
}
