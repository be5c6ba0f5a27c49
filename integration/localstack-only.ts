import type { TestProject } from "vitest/node";

/** Refuses the other emulators: these suites prove what LocalStack and the plugin do. */
export function setup({ name }: TestProject): void {
  const { TARGET } = process.env;
  if (TARGET !== "ministack") return;
  const error = new Error(
    `the ${name} suites need LocalStack, and TARGET is ${TARGET}: unset TARGET, or run npm run test:e2e`,
  );
  // the sentence says all
  error.stack = error.message;
  throw error;
}
