import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import { type Kind, lastPart } from "./kinds.ts";
import type { StackContents, StackResource } from "./stack-resource.ts";

/**
 * The resources that a name may mean: the first of these rules that finds any decides.
 * 1. The name is a logical id, a physical id, the last part of one, or a whole construct path.
 * 2. It is the key of an output that holds one of these.
 * 3. It is the end of a construct path.
 * 4. It is a construct, at the end of any part of a path, with the resource somewhere in it.
 */
export function resourcesNamed(kind: Kind, name: string, stacks: readonly StackContents[]): StackResource[] {
  // resources without metadata have no path
  const all = name === "" ? [] : ofKind(kind, stacks);
  const rules = [
    (resource: StackResource) => namesOf(resource).includes(name) || resource.path === name,
    (resource: StackResource) =>
      stacks.some(({ outputs }) => {
        const value = outputs[name];
        return value !== undefined && value !== "" && lastPart(value) === lastPart(resource.physicalId);
      }),
    ({ path }: StackResource) => path.endsWith(`/${name}`),
    ({ path }: StackResource) => `/${path}`.includes(`/${name}/`),
  ];
  for (const rule of rules) {
    const found = all.filter(rule);
    if (found.length > 0) return found;
  }
  return [];
}

const ofKind = ({ types }: Kind, stacks: readonly StackContents[]): StackResource[] =>
  stacks.flatMap(({ resources }) => resources).filter(({ type }) => types.includes(type));

const namesOf = ({ logicalId, physicalId }: StackResource): string[] => [
  logicalId,
  physicalId,
  lastPart(physicalId),
];

/** The ends of a path: `a/b/c`, `b/c` and `c`. */
const endsOf = (path: string): string[] => path.split("/").map((_, at, parts) => parts.slice(at).join("/"));

/** As a test may name it: by the path within its stack, else by its logical id. */
const shownAs = ({ path, logicalId }: StackResource): string =>
  path.slice(path.indexOf("/") + 1) || logicalId;

/**
 * The one resource that a name means.
 * @throws HarnessError UNKNOWN_RESOURCE; WHICH_RESOURCE where there are several
 */
export function theResource(kind: Kind, name: string, stacks: readonly StackContents[]): StackResource {
  const found = resourcesNamed(kind, name, stacks);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only)
    throw new HarnessError(
      "WHICH_RESOURCE",
      `${JSON.stringify(name)} means ${found.length} ${kind.many}: choose one of ${found.map(({ path, logicalId }) => path || logicalId).join(", ")}`,
    );
  throw new HarnessError(
    "UNKNOWN_RESOURCE",
    `there is no ${kind.one} ${JSON.stringify(name)}${hint(kind, name, stacks)}`,
  );
}

/** How many resources an error lists. */
const LISTED = 10;

function hint(kind: Kind, name: string, stacks: readonly StackContents[]): string {
  const all = ofKind(kind, stacks);
  if (all.length === 0)
    return stacks.length === 0 ? ": no stack is deployed" : `: the deployed stacks have no ${kind.many}`;
  const outputs = stacks.flatMap((stack) => Object.keys(stack.outputs));
  const known = all.flatMap((resource) => [...namesOf(resource), ...endsOf(resource.path)]);
  const near = didYouMean(name, [
    ...known,
    ...outputs.filter((key) => resourcesNamed(kind, key, stacks).length),
  ]);
  const shown = all.slice(0, LISTED).map(shownAs);
  const more = all.length > LISTED ? `, and ${all.length - LISTED} more` : "";
  return near || `: there are ${shown.join(", ")}${more}`;
}
