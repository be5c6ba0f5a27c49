import { expect, test } from "vitest";
import { explain } from "./errors.ts";

test("an error is its message", () => {
  expect(explain(new Error("port 4566 is taken"), false)).toBe("port 4566 is taken");
  expect(explain("a string", false)).toBe("a string");
  expect(explain(new Error(""), false)).toBe("Error");
});

test("causes are shown if they say more", () => {
  const cause = new AggregateError([
    new Error("connect ECONNREFUSED ::1:1"),
    new Error("connect ECONNREFUSED"),
  ]);
  const error = new Error("cannot publish", { cause: new Error("fetch failed", { cause }) });
  expect(explain(error, false)).toBe(
    "cannot publish: fetch failed: connect ECONNREFUSED ::1:1, connect ECONNREFUSED",
  );
  expect(explain(new Error("no: fetch failed", { cause: new Error("fetch failed") }), false)).toBe(
    "no: fetch failed",
  );
});

test("an error that was made for people says all there is to say", () => {
  class NoRoomError extends Error {
    override readonly name = "NoRoomError";
  }
  const error = new NoRoomError("no room: delete something", { cause: new Error("ENOSPC") });
  expect(explain(error, false)).toBe("no room: delete something");
});

test("a cause that leads back to itself ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(explain(error, false)).toBe("round");
});

test("of two errors the first one is shown first, and not that it was suppressed", () => {
  const error = new SuppressedError(new Error("cannot stop"), new Error("cannot deploy"));
  expect(explain(error, false)).toBe("cannot deploy; then cannot stop");
});

test("the stack trace is shown on demand only", () => {
  const error = new Error("broken");
  expect(explain(error, false)).not.toContain("errors.test.ts");
  expect(explain(error, true)).toContain("errors.test.ts");
});

test("a mistake in the program says how to find it", () => {
  expect(explain(new TypeError("x is undefined"), false)).toContain("DEBUG=1");
});

test("what a service answered cannot steer the terminal", () => {
  expect(explain(new Error("bad \u001b]0;title\u0007"), false)).toBe(String.raw`bad \x1b]0;title\x07`);
});
