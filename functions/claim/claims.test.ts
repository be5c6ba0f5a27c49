import { PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { awsError, mockStorage } from "../storage.fixture.ts";
import type { ClaimState } from "../storage.ts";
import { ClaimContendedError, settleClaim, takeClaim } from "./claims.ts";

const { s3, claimOf, hasClaim, json, put, interruptNextPut } = mockStorage();
const ID = "id-1";

describe("takeClaim", () => {
  it("writes the claim where there is none, without personal data", async () => {
    expect(await takeClaim(ID, "sending", 0)).toMatchObject({ taken: true, claim: { state: "sending" } });
    expect(json("claims/id-1.json")).toEqual({
      state: "sending",
      attempt: 0,
      at: expect.stringMatching(/Z$/),
      by: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each([
    ["sending", 0, 0, false],
    ["sending", 0, 1, false],
    ["sent", 0, 1, false],
    ["cancelled", 0, 1, false],
    ["refused", 0, 0, true],
    ["failed", 0, 0, false],
    ["failed", 0, 1, true],
    ["failed", 1, 0, false],
  ] as const)("of %s in attempt %i, by attempt %i: %s", async (state, attempt, by, taken) => {
    hasClaim(ID, state, attempt);
    for (const wanted of ["sending", "cancelled", "failed"] as const) {
      hasClaim(ID, state, attempt);
      const expected = taken ? { state: wanted, attempt: by } : { state, attempt };
      expect(await takeClaim(ID, wanted, by)).toMatchObject({ taken, claim: expected });
      expect(claimOf(ID)).toMatchObject(expected);
    }
  });

  it("is won by exactly one of many", async () => {
    const wanted: ClaimState[] = ["sending", "cancelled", "failed"];
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, index) => takeClaim(ID, wanted[index % 3] ?? "sending", 0)),
    );
    expect(all.filter(({ taken }) => taken)).toHaveLength(1);
    expect(new Set(all.map(({ claim }) => claim.by)).size).toBe(1);
  });

  it("recognizes its own write, where S3's answer to it got lost", async () => {
    interruptNextPut((key, body) => {
      put(key, body);
      throw awsError("PreconditionFailed", 412);
    });
    expect(await takeClaim(ID, "sending", 0)).toMatchObject({ taken: true });
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
  });

  it("asks again where another write is under way, and gives up in the end", async () => {
    interruptNextPut(() => {
      throw awsError("ConditionalRequestConflict", 409);
    });
    expect(await takeClaim(ID, "sending", 0)).toMatchObject({ taken: true });
    hasClaim(ID, "refused");
    s3.on(PutObjectCommand).rejects(awsError("PreconditionFailed", 412));
    await expect(takeClaim(ID, "sending", 0)).rejects.toThrow(ClaimContendedError);
  });

  it("lets other errors of S3 through", async () => {
    s3.on(PutObjectCommand).rejects(awsError("SlowDown", 503));
    await expect(takeClaim(ID, "sending", 0)).rejects.toMatchObject({ name: "SlowDown" });
  });
});

describe("settleClaim", () => {
  it("says how it went, in place of the claim", async () => {
    const held = await takeClaim(ID, "sending", 2);
    await settleClaim(ID, held, { state: "sent", messageId: "m-1" });
    expect(claimOf(ID)).toMatchObject({ state: "sent", attempt: 2, messageId: "m-1" });
  });

  it("succeeds where S3's answer to its write got lost", async () => {
    const held = await takeClaim(ID, "sending", 0);
    interruptNextPut((key, body) => {
      put(key, body);
      throw awsError("PreconditionFailed", 412);
    });
    await settleClaim(ID, held, { state: "refused" });
    expect(claimOf(ID)).toMatchObject({ state: "refused" });
  });

  it("does not replace a claim that another call wrote since", async () => {
    const held = await takeClaim(ID, "sending", 0);
    hasClaim(ID, "refused");
    await expect(settleClaim(ID, held, { state: "sent" })).rejects.toThrow(ClaimContendedError);
    expect(claimOf(ID)).toMatchObject({ state: "refused", by: "another" });
  });
});
