import { HarnessError } from "../errors.ts";
import { didYouMean } from "./did-you-mean.ts";

/**
 * Makes sure that an object of options has no other fields than these: a misspelt one would be ignored.
 * @throws HarnessError UNKNOWN_FIELD
 */
export function assertKnownFields(given: object, what: string, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = didYouMean(name, known) || `: it has ${known.join(", ")}`;
    throw new HarnessError("UNKNOWN_FIELD", `${what} has no field ${JSON.stringify(name)}${near}`);
  }
}
