import { HarnessError } from "../../core/errors.ts";

/**
 * The functions that `--inspect` names.
 * @param wanted names, or parts of names, in any case; `true` for all functions
 * @throws HarnessError `FUNCTION_UNKNOWN` names what there is
 */
export function chooseFunctions(wanted: readonly string[] | true, names: readonly string[]): string[] {
  return wanted === true ? [...names] : [...new Set(wanted.flatMap((name) => namesLike(name, names)))];
}

function namesLike(wanted: string, names: readonly string[]): string[] {
  const text = wanted.toLowerCase();
  const matches = (test: (name: string) => boolean) => names.filter((name) => test(name.toLowerCase()));
  for (const found of [
    matches((name) => name === text),
    matches((name) => name.endsWith(`-${text}`)),
    matches((name) => name.includes(text)),
  ])
    if (found.length > 0) return found;
  throw new HarnessError(
    "FUNCTION_UNKNOWN",
    `the app has no Node.js function ${wanted}, only ${names.join(", ") || "none at all"}: name one of these`,
  );
}
