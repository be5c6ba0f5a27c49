import { missingPackageText } from "./installation/missing-package.mjs";
import { printable } from "./text/printable.ts";

/**
 * The base of every error that the harness throws on purpose. Callers distinguish errors by `code`, which does not change
 * between releases; a subclass exists only if it carries more than a code and a message.
 */
export class HarnessError extends Error {
  override readonly name: string = "HarnessError";
  /** Stable, in upper snake case: `PORT_TAKEN`. */
  readonly code: string;

  /** @param message the wrong value, and the next step; control characters in it are shown as escapes */
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(printable(message), options);
    this.code = code;
  }
}

/** Whether an error is a {@link HarnessError} with this code. */
export const hasCode = (error: unknown, code: string): error is HarnessError =>
  error instanceof HarnessError && error.code === code;

/** The same error, so that vitest shows its message alone: causes and the way to it are in the harness, and help no user. */
export function withoutTrace(error: unknown): unknown {
  if (process.env.DEBUG) return error;
  const missing = missingPackageText(error);
  const shown = missing ? new HarnessError("PACKAGE_MISSING", missing) : error;
  if (shown instanceof HarnessError) {
    shown.stack = `${shown.name}: ${shown.message}`;
    delete shown.cause;
  }
  return shown;
}
