import { expect, test, vi } from "vitest";
import { HarnessError, hasCode, withoutTrace } from "./errors.ts";

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

test("an error is shown without its trace, unless the user debugs or it is a fault of the harness", () => {
  vi.stubEnv("DEBUG", "");
  const cause = new Error("EADDRINUSE");
  const shown = withoutTrace(new HarnessError("PORT_TAKEN", "port 4566 is taken", { cause }));
  expect(shown).toHaveProperty("stack", "HarnessError: port 4566 is taken");
  expect(shown).not.toHaveProperty("cause");
  const missing = Object.assign(new Error("Cannot find module 'aws-cdk-local/package.json'"), {
    code: "MODULE_NOT_FOUND",
  });
  expect(withoutTrace(missing)).toHaveProperty(
    "stack",
    expect.stringMatching(/^HarnessError: the package aws-cdk-local is not installed: run npm install.*$/),
  );
  expect(withoutTrace(new TypeError("x"))).toHaveProperty("stack", expect.stringContaining("errors.test"));
  vi.stubEnv("DEBUG", "1");
  expect(withoutTrace(new HarnessError("X", "x"))).toHaveProperty(
    "stack",
    expect.stringContaining("errors.test"),
  );
  vi.unstubAllEnvs();
});
