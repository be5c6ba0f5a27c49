import { describe, expect, it } from "vitest";
import { actionsBeyond, narrower } from "./overbroad.ts";

describe("of a wildcard in a resource remains", () => {
  const logs = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f";
  it.each<[pattern: string, used: string[], enough: string | undefined]>([
    ["arn:aws:s3:::b/sent/*", ["arn:aws:s3:::b/sent/1.json", "arn:aws:s3:::b/sent/2.json"], undefined],
    [
      "arn:aws:s3:::b/*",
      ["arn:aws:s3:::b/sent/1.json", "arn:aws:s3:::b/sent/2.json"],
      "arn:aws:s3:::b/sent/*",
    ],
    ["arn:aws:s3:::b/*", ["arn:aws:s3:::b/sent/1.json", "arn:aws:s3:::b/failures/2.json"], undefined],
    ["*", ["arn:aws:s3:::b/sent/1.json"], "arn:aws:s3:::b/sent/*"],
    ["*", ["*"], undefined],
    ["arn:aws:s3:::b/sent/1.json", ["arn:aws:s3:::b/sent/1.json"], undefined],
    [`${logs}:*`, [`${logs}:log-stream:a`, `${logs}:log-stream:b`], undefined],
    ["arn:aws:logs:*:*:*", [`${logs}:log-stream:a`], `${logs}:*`],
    ["arn:aws:s3:::b/*", [], undefined],
  ])("%s, used for %j: %s", (pattern, used, enough) => {
    expect(narrower(pattern, used)).toBe(enough);
  });
});

describe("of a wildcard in an action", () => {
  it("knows how many it means, and which were not used", async () => {
    const beyond = await actionsBeyond("states:Start*", ["states:StartExecution"]);
    expect(beyond?.unused).toContain("StartSyncExecution");
    expect(beyond?.unused).not.toContain("StartExecution");
    expect(beyond?.all).toBe((beyond?.unused.length ?? 0) + 1);
  });

  it.each(["*", "*:*", "s*:Get*"])("that goes over services is never used up: %s", async (pattern) => {
    expect((await actionsBeyond(pattern, ["s3:GetObject"]))?.unused).not.toEqual([]);
  });

  it("is not spoken where there is none", async () => {
    expect(await actionsBeyond("states:StartExecution", [])).toBeUndefined();
  });
});
