import { closestMatch } from "leven";

/** `: did you mean "send"?` for a name that is close to one of the known ones; empty where none is. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  const known = new Map([...names].map((name) => [name.toLowerCase(), name]));
  const near = closestMatch(wrong.toLowerCase(), [...known.keys()], {
    maxDistance: Math.max(2, Math.floor(wrong.length / 3)),
  });
  const found = near === undefined ? undefined : known.get(near);
  return found === undefined ? "" : `: did you mean ${JSON.stringify(found)}?`;
}
