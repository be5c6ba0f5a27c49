import { HarnessError } from "./errors.ts";
import { assertKnownFields } from "./text/known-fields.ts";
import { show } from "./text/text.ts";

/** For each option of a call: whether it is a number, or anything else. */
export type OptionKinds<Options> = Readonly<Record<keyof Options, "number" | "any">>;

/** Those of a call that only waits. */
export const WITHIN = { within: "number" } as const satisfies OptionKinds<{ within: unknown }>;

/** Milliseconds; Node.js would end a longer wait at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Makes sure that a call has only options that exist: with a misspelt one it would use the default.
 * @throws HarnessError UNKNOWN_FIELD, INVALID_OPTION
 */
export function assertOptions<Options extends object>(options: Options, kinds: OptionKinds<Options>): void {
  const names = Object.keys(kinds);
  if (typeof options !== "object" || options === null)
    throw invalid(`options must be an object, such as { ${names[0]}: … }, not ${show(options)}`);
  assertKnownFields(options, "an object of options", names);
  for (const [name, value] of Object.entries(options as Record<string, unknown>))
    if (value !== undefined && kinds[name as keyof Options] === "number" && !isInRange(value))
      throw invalid(
        `${name} must be a number from 0 to ${LONGEST}, not ${typeof value === "number" ? value : show(value)}`,
      );
}

const isInRange = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= LONGEST;

const invalid = (message: string): HarnessError => new HarnessError("INVALID_OPTION", message);
