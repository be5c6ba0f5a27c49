import { describe, expect, it } from "vitest";
import type { Posted } from "./load.ts";
import { outcomeOf } from "./outcome.ts";

const DUE = new Date("2026-01-01T00:00:10Z");
const at = (seconds: number) => new Date(DUE.getTime() + seconds * 1_000);
const accepted = (email: string, ...earlier: number[]): Posted => ({
  email,
  due: DUE,
  answers: [...earlier, 202],
  tookMs: 100,
});
const mailsTo = (email: string, ...seconds: number[]) =>
  seconds.map((second) => ({ to: [email], time: at(second) }));

describe("an outcome", () => {
  it("has no faults if each reminder got two mails in time", () => {
    const mails = [...mailsTo("a", 0, 1), ...mailsTo("b", 2, 5), ...mailsTo("other", 99)];
    expect(outcomeOf([accepted("a"), accepted("b", 429, 429)], mails, 30)).toEqual({
      accepted: 2,
      answers: { 202: 2, 429: 2 },
      medianMs: 100,
      longestMs: 100,
      medianLateness: 5,
      longestLateness: 5,
      faults: [],
    });
  });

  it.for([
    ["a request that failed", [{ email: "a", answers: [503], tookMs: 1 }], [], ["1 of 1 were not accepted"]],
    [
      "mails of a reminder that was not accepted",
      [{ email: "a", answers: ["ECONNRESET"], tookMs: 1 }],
      mailsTo("a", 0, 1),
      ["1 of 1 were not accepted", "1 of 1 got mails without being accepted"],
    ],
    ["a missing mail", [accepted("a")], mailsTo("a", 0), ["1 of 1 got fewer than two mails"]],
    ["a mail too many", [accepted("a")], mailsTo("a", 0, 1, 2), ["1 of 1 got more than two mails"]],
    ["a late mail", [accepted("a")], mailsTo("a", 0, 31), ["1 of 1 got a mail more than 30 s late"]],
  ] as [string, Posted[], ReturnType<typeof mailsTo>, string[]][])(
    "names %s",
    ([, posted, mails, faults]) => {
      expect(outcomeOf(posted, mails, 30).faults).toEqual(faults);
    },
  );
});
