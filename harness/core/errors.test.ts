import { expect, test } from "vitest";
import { HarnessError, hasCode } from "./errors.ts";

test("an error carries its code, its message and its cause", () => {
  const cause = new Error("EADDRINUSE");
  const error = new HarnessError("PORT_TAKEN", "port 4566 is taken: choose another port", { cause });
  expect(error).toMatchObject({ name: "HarnessError", code: "PORT_TAKEN", cause });
  expect(hasCode(error, "PORT_TAKEN")).toBe(true);
});

test("another code, and another kind of error, have no such code", () => {
  expect(hasCode(new HarnessError("PORT_TAKEN", "taken"), "DISK_FULL")).toBe(false);
  expect(hasCode(Object.assign(new Error("taken"), { code: "PORT_TAKEN" }), "PORT_TAKEN")).toBe(false);
});
