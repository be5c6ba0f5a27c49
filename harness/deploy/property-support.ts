/** Texts by property and type, such as `{ "AWS::S3::Bucket": { "LoggingConfiguration": "no access is logged" } }`. */
export type PropertyTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The texts for the properties that a resource has, each with the property: `LoggingConfiguration: no access is logged`.
 * In the names of `texts`, a dot leads to a property within another, and `=` is followed by the only value that counts.
 */
export function propertyTexts(
  texts: PropertyTexts = {},
  resource: { type: string; properties?: unknown },
): string[] {
  return Object.entries(texts[resource.type] ?? {}).flatMap(([name, text]) => {
    const [path = "", wanted] = name.split("=");
    const value = valueAt(resource.properties, path.split("."));
    const counts = wanted === undefined ? isSet(value) : value === wanted;
    return counts ? [`${path}: ${text}`] : [];
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (outer, key) => (typeof outer === "object" && outer !== null ? Reflect.get(outer, key) : undefined),
    value,
  );
}

/** Whether it asks for something: an empty list and `false` do not. */
const isSet = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
