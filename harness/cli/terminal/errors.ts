import { inspect } from "node:util";
import { missingPackageText } from "../../core/installation/missing-package.mjs";
import { printable } from "../../core/text/printable.ts";

/** Something could not be removed: shown even when the command was interrupted. */
export class CleanUpError extends Error {
  override readonly name = "CleanUpError";
}

/** Errors of JavaScript itself: when one of these arrives here, the program is wrong, not its user. */
const BUGS = [TypeError, RangeError, ReferenceError, SyntaxError];

/** Names of errors that were not made for people to read: what their causes say belongs to it. */
const UNEXPLAINED = new Set(["Error", "AggregateError", ...BUGS.map(({ name }) => name)]);

/**
 * The text for the user when a command failed: the message, for errors of the platform also those of their causes, and
 * the stack trace only if `DEBUG` is set.
 */
export function explain(error: unknown, debug = Boolean(process.env.DEBUG)): string {
  if (debug) return printable(inspect(error, { depth: 5 }));
  // the error, and then the error of the clean-up after it
  if (isSuppressed(error)) return `${explain(error.suppressed, false)}; then ${explain(error.error, false)}`;
  const messages: string[] = [];
  const chain = new Set<unknown>();
  for (let at = error; at !== undefined && !chain.has(at); at = isUnexplained(at) ? at.cause : undefined) {
    chain.add(at);
    const message = messageOf(at);
    if (!messages.some((said) => said.includes(message))) messages.push(message);
  }
  const isBug = BUGS.some((bug) => error instanceof bug && error.cause === undefined);
  const hint = isBug ? "\n(DEBUG=1 shows where this comes from)" : "";
  return printable(messages.join(": ")) + hint;
}

/** By its name: Node.js 22 has no class for it, and compiled code has a stand-in. */
const isSuppressed = (error: unknown): error is SuppressedError =>
  error instanceof Error && error.name === "SuppressedError";

const isUnexplained = (error: unknown): error is Error =>
  error instanceof Error && UNEXPLAINED.has(error.name);

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const missing = missingPackageText(error);
  if (missing) return missing;
  // a failed connection to a name with several addresses has no message
  if (error instanceof AggregateError && !error.message) return error.errors.map(messageOf).join(", ");
  return error.message || error.name;
}
