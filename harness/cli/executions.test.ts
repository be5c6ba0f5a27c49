import { describe, expect, test } from "vitest";
import { parseStatus } from "./executions.ts";

describe("the status of executions", () => {
  test.each(["FAILED", "failed", "Timed_Out"])("%s is one", (text) =>
    expect(parseStatus(text)).toBe(text.toUpperCase()),
  );

  test.each(["", "FALED", "FAILED,RUNNING"])("%j is refused with what there is", (text) =>
    expect(() => parseStatus(text)).toThrow(/one of .*FAILED.*SUCCEEDED/),
  );
});
