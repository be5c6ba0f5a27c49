import { expect, it } from "vitest";
import { headerValues } from "./headers.ts";

it("finds a header in any case of its name", () => {
  expect(
    headerValues({ headers: { "iDEMPOTENCY-kEY": "a" }, multiValueHeaders: {} }, "Idempotency-Key"),
  ).toEqual(["a"]);
});

it("gives every value of a header that was sent more than once", () => {
  const event = {
    headers: { "X-Tag": "b" },
    multiValueHeaders: { "X-Tag": ["a", "b"], "x-tag": ["c"], "x-other": ["d"] },
  };
  expect(headerValues(event, "x-tag")).toEqual(["a", "b", "c"]);
});

it("gives nothing for a header that is not there, and for events without headers", () => {
  expect(headerValues({ headers: { a: "b" }, multiValueHeaders: {} }, "c")).toEqual([]);
  expect(headerValues({ headers: null, multiValueHeaders: null } as never, "c")).toEqual([]);
});
