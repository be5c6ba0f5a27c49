import { expect, test, vi } from "vitest";
import { TypeErrors } from "./type-check.ts";

const ERROR = "a.ts(1,7): error TS2322: Type 'number' is not assignable to type 'string'.";

test("errors are reported when they change, and when they are gone", () => {
  const onErrors = vi.fn();
  const errors = new TypeErrors(onErrors);
  const check = (...lines: string[]) => {
    errors.add("10:00:00 AM - File change detected. Starting incremental compilation...");
    for (const line of lines) errors.add(line);
    errors.add(
      `10:00:01 AM - Found ${lines.length} error${lines.length === 1 ? "" : "s"}. Watching for file changes.`,
    );
  };
  check();
  check(ERROR);
  check(ERROR);
  check();
  expect(onErrors.mock.calls).toEqual([[[ERROR]], [[]]]);
});
