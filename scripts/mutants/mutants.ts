import { FUNCTION_MUTANTS } from "./function-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { SITE_MUTANTS } from "./site-mutants.ts";
import { STACK_MUTANTS } from "./stack-mutants.ts";

/** Ways in which the app could be broken. A promise that no mutant breaks is not proven: add one with each promise. */
export const MUTANTS: readonly Mutant[] = [...STACK_MUTANTS, ...FUNCTION_MUTANTS, ...SITE_MUTANTS];
