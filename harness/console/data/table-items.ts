import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { HarnessError } from "../../core/errors.ts";

type Item = Record<string, AttributeValue>;

/**
 * An item as JSON. Numbers keep all of their digits. What JSON has no type for, sets and bytes, has its type as in
 * DynamoDB's own JSON: `{"SS":["a"]}`.
 */
export const itemJson = (item: Item): string =>
  `{${Object.entries(item)
    .map(([name, value]) => `${JSON.stringify(name)}:${valueJson(value)}`)
    .join(",")}}`;

function valueJson(value: AttributeValue): string {
  if (value.N !== undefined) return value.N;
  if (value.L) return `[${value.L.map(valueJson).join(",")}]`;
  if (value.M) return itemJson(value.M);
  if (value.NS) return `{"NS":[${value.NS.join(",")}]}`;
  if (value.SS) return JSON.stringify({ SS: value.SS });
  if (value.BS) return JSON.stringify({ BS: value.BS.map(base64) });
  if (value.B) return JSON.stringify({ B: base64(value.B) });
  if (value.NULL) return "null";
  return JSON.stringify(value.S ?? value.BOOL ?? null);
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

const Key = v.record(
  v.string(),
  v.union([
    v.strictObject({ S: v.string() }),
    v.strictObject({ N: v.string() }),
    v.strictObject({ B: v.string() }),
  ]),
);

/** The key of the last item of a page, as text. */
export const keyText = (key: Item): string =>
  JSON.stringify(key, (_, value: unknown) => (value instanceof Uint8Array ? base64(value) : value));

/** @throws HarnessError INVALID_KEY */
export function keyFrom(text: string): Item {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), Key), text);
  if (!success) throw new HarnessError("INVALID_KEY", `${text} is no key of an item: read the table again`);
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [
      name,
      "B" in value ? { B: new Uint8Array(Buffer.from(value.B, "base64")) } : value,
    ]),
  );
}
