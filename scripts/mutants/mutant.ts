/** One way in which the app could be broken, and the suite that has to notice. */
export interface Mutant {
  /** What is broken, as a person would say it. */
  name: string;
  /** Path from the root of the checkout. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  /** The suite whose promise is broken: `integration/<promise>.test.ts`. */
  promise: string;
}

/** The mutant and the code have drifted apart: mend the list. */
export class StaleMutantError extends Error {
  override readonly name = "StaleMutantError";

  constructor({ name, file, find }: Mutant, count: number) {
    super(
      `mutant "${name}" does not fit: ${JSON.stringify(find)} stands ${count} times in ${file}, not once`,
    );
  }
}

/** The file's text with the mutant in it. Throws a {@link StaleMutantError} where it does not fit exactly once. */
export function mutate(text: string, mutant: Mutant): string {
  const parts = text.split(mutant.find);
  if (parts.length !== 2) throw new StaleMutantError(mutant, parts.length - 1);
  return parts.join(mutant.replace);
}
