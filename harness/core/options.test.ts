import { expect, test } from "vitest";
import { HarnessError } from "./errors.ts";
import { assertOptions, WITHIN } from "./options.ts";

const KINDS = { ...WITHIN, after: "any" } as const;

test.each([[{}], [{ within: undefined }], [{ within: 0, after: "x" }], [Object.create(null)]])(
  "%j are options",
  (options) => {
    expect(() => assertOptions(options as never, KINDS)).not.toThrow();
  },
);

test.each([
  [{ witin: 5 }, "UNKNOWN_FIELD", 'an object of options has no field "witin": did you mean "within"?'],
  [{ timeout: 5 }, "UNKNOWN_FIELD", 'an object of options has no field "timeout": it has within, after'],
  [5_000, "INVALID_OPTION", "options must be an object, such as { within: … }, not 5000"],
  [null, "INVALID_OPTION", "options must be an object, such as { within: … }, not null"],
  [{ within: "5s" }, "INVALID_OPTION", 'within must be a number from 0 to 2147483647, not "5s"'],
  [{ within: -1 }, "INVALID_OPTION", "within must be a number from 0 to 2147483647, not -1"],
  [{ within: Number.NaN }, "INVALID_OPTION", "within must be a number from 0 to 2147483647, not NaN"],
  [{ within: 2 ** 31 }, "INVALID_OPTION", "within must be a number from 0 to 2147483647, not 2147483648"],
])("%j are not", (options, code, message) => {
  expect(() => assertOptions(options as never, KINDS)).toThrow(new HarnessError(code, message));
  expect(() => assertOptions(options as never, KINDS)).toThrow(expect.objectContaining({ code }));
});
