import { assertKnownFields } from "../core/text/known-fields.ts";

/** For each field of a filter, whether an item has what is wanted of it. */
export type Fields<Item, Filter> = {
  [Field in keyof Filter]-?: (item: Item, wanted: NonNullable<Filter[Field]>) => boolean;
};

/** Whether an item has everything that the given fields of a filter want. */
export const hasFields = <Item, Filter extends object>(
  fields: Fields<Item, Filter>,
  item: Item,
  filter: Filter,
): boolean =>
  Object.entries(filter).every(
    ([name, wanted]) => wanted === undefined || fields[name as keyof Filter](item, wanted),
  );

/** @throws HarnessError UNKNOWN_FIELD */
export const assertFields = (fields: object, filter: object, what: string): void =>
  assertKnownFields(filter, what, Object.keys(fields));
