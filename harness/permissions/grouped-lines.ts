import type { Finding } from "./findings.ts";

/** A finding about one resource. */
export interface Line {
  kind: Finding["kind"];
  /** The text before the resource and after it. */
  before: string;
  resource: string;
  after: string;
  /** How often it was recorded. */
  times: number;
}

/** With this many resources below one path or name, the path is shown instead. */
const MANY = 4;

/** One finding for all lines that differ only in an id, such as that of a stored object or of an execution. */
export function oneEach(lines: readonly Line[]): Finding[] {
  const byText = Map.groupBy(lines, ({ kind, before, after }) => JSON.stringify([kind, before, after]));
  return [...byText.values()].flatMap((same) => {
    const shapes = Map.groupBy(same, ({ resource }) => shapeOf(resource));
    const paths = Map.groupBy([...shapes], ([shape]) => pathOf(shape));
    return [...paths].flatMap(([path, inPath]) =>
      inPath.length >= MANY
        ? [
            findingOf(
              `${path}*`,
              inPath.flatMap(([, each]) => each),
            ),
          ]
        : inPath.map(([shape, each]) => findingOf(shape, each)),
    );
  });
}

function findingOf(shape: string, lines: readonly Line[]): Finding {
  const [first] = lines as [Line];
  const { kind, before, after } = first;
  const resources = new Set(lines.map(({ resource }) => resource));
  const resource = resources.size === 1 ? first.resource : `${shape}, such as ${first.resource}`;
  const times = lines.reduce((sum, line) => sum + line.times, 0);
  const count = times === 0 ? "" : times === 1 ? " (once)" : ` (${times} times)`;
  return { kind, text: `${before}${resource}${after}${count}` };
}

/** Hexadecimal ids, such as UUIDs, also cut ones. */
const ID = /[0-9a-f]{8,}(-[0-9a-f]{4,})*|[0-9a-f]{8}(-[0-9a-f]{4}){1,3}-[0-9a-f]{1,12}/gi;

/** The resource with a `*` in place of each id; the account and the region stay. */
export function shapeOf(resource: string): string {
  const [head = "", rest] = /^((?:[^:]*:){5})?(.*)$/s.exec(resource)?.slice(1) ?? [];
  return `${head ?? ""}${(rest ?? "").replace(ID, (id) => (/\d/.test(id) ? "*" : id))}`;
}

const pathOf = (shape: string): string =>
  shape.slice(0, Math.max(shape.lastIndexOf("/"), shape.lastIndexOf(":")) + 1);
