import { Lang, parse, type SgNode, type SgRoot } from "@ast-grep/napi";

/**
 * One way in which the app could be broken, and the suite that has to notice.
 *
 * `find` is a pattern of ast-grep, matched against the syntax trees of the whole app: it may be laid out in another way,
 * in another file, and `$NAME` means any expression, `$$$NAME` for any number of them. `name: value` is a property
 * of an object. In a page or a style sheet it is plain text.
 */
export interface Mutant {
  /** What is broken, as a description. */
  name: string;
  /** Matches in exactly one place of the app. */
  find: string;
  /** Takes its place; `$NAME` is what the pattern matched. */
  replace: string;
  /** The beginning of the path in which to look, where the pattern would match in other files as well. */
  in?: string;
  /** The test file whose promise is broken: `integration/cancel.test.ts`, `stack/operations/operations.test.ts`. */
  caughtBy: string;
}

/** The app's sources by their paths from the root of the checkout. */
export type Sources = ReadonlyMap<string, string>;

/** The mutant and the code no longer fit: the list needs a change. */
export class StaleMutantError extends Error {
  override readonly name = "StaleMutantError";

  constructor({ name, find, in: within = "the app" }: Mutant, places: readonly string[]) {
    super(
      `mutant "${name}" does not fit: ${JSON.stringify(find)} matches ${places.length} times in ${within}, not once` +
        ` (${places.join(", ") || "nowhere"}): change its pattern`,
    );
  }
}

/**
 * The one file that a mutant changes, and its text with the mutant in it.
 * @throws StaleMutantError where it does not fit exactly once
 */
export function mutate(sources: Sources, mutant: Mutant): { file: string; text: string } {
  const { find, replace, in: within = "" } = mutant;
  const found = [...sources]
    .filter(([file]) => file.startsWith(within))
    .flatMap(([file, text]) =>
      (file.endsWith(".ts") ? replacedInTree(text, find, replace) : replacedInText(text, find, replace)).map(
        (mutated) => ({ file, text: mutated }),
      ),
    );
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    throw new StaleMutantError(
      mutant,
      found.map(({ file }) => file),
    );
  }
  return only;
}

/** The text once for each place where the pattern matches, with that place replaced. */
function replacedInTree(text: string, find: string, replace: string): string[] {
  const isProperty = /^(\w+|"[^"]+"): /.test(find);
  const pattern = isProperty ? { context: `({ ${find} })`, selector: "pair" } : find;
  return tree(text)
    .root()
    .findAll({ rule: { pattern } })
    .map((node) => {
      const { start, end } = node.range();
      return text.slice(0, start.index) + filledIn(replace, node, text) + text.slice(end.index);
    });
}

const filledIn = (replace: string, node: SgNode, text: string): string =>
  replace.replace(/\$\$\$([A-Z]+)|\$([A-Z]+)/g, (whole, many?: string, one?: string) => {
    if (one !== undefined) return node.getMatch(one)?.text() ?? whole;
    const nodes = node.getMultipleMatches(many ?? "");
    return text.slice(nodes[0]?.range().start.index ?? 0, nodes.at(-1)?.range().end.index ?? 0);
  });

function replacedInText(text: string, find: string, replace: string): string[] {
  const parts = text.split(find);
  return parts
    .slice(1)
    .map((_, index) => parts.slice(0, index + 1).join(find) + replace + parts.slice(index + 1).join(find));
}

const trees = new Map<string, SgRoot>();

function tree(text: string): SgRoot {
  const parsed = trees.get(text) ?? parse(Lang.TypeScript, text);
  trees.set(text, parsed);
  return parsed;
}
