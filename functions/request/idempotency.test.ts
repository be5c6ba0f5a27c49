import { describe, expect, it } from "vitest";
import { HttpProblem } from "../api/problem.ts";
import { idempotencyKey, newReminderId } from "./idempotency.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const withKeys = (...keys: string[]) => ({ headers: {}, multiValueHeaders: { "idempotency-KEY": keys } });

describe("idempotencyKey", () => {
  it.each(["a", "8e03978e-40d5-43dd-bc93-6894a57f9324", '"quoted"', "~".repeat(255)])("takes %s", (key) =>
    expect(idempotencyKey(withKeys(key))).toBe(key),
  );

  it("is absent where no such header is", () => {
    expect(idempotencyKey({ headers: {}, multiValueHeaders: {} })).toBeUndefined();
  });

  it.each([[[""]], [["two words"]], [["é"]], [["a\n"]], [["x".repeat(256)]], [["a", "b"]], [["a", "a"]]])(
    "refuses %j with 400 and the header's name",
    (keys) => {
      const refusal = expect(() => idempotencyKey(withKeys(...keys)));
      refusal.toThrow(HttpProblem);
      refusal.toThrow(
        expect.objectContaining({
          status: 400,
          errors: [expect.objectContaining({ field: "Idempotency-Key" })],
        }),
      );
    },
  );
});

describe("newReminderId", () => {
  it("is another one each time without a key", () => {
    const ids = new Set(Array.from({ length: 10 }, () => newReminderId(undefined)));
    expect(ids.size).toBe(10);
    for (const id of ids) expect(id).toMatch(UUID);
  });

  it("is the same for the same key, and no other", () => {
    // must never change: a repeated request of today has to find the execution of yesterday
    expect(newReminderId("a-key")).toBe("2a8a1240-f506-8665-9520-ac8ed22aa294");
    expect(newReminderId("b-key")).not.toBe(newReminderId("a-key"));
    expect(newReminderId("b-key")).toMatch(UUID);
  });
});
