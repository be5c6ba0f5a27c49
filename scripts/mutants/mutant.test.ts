import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { MUTANTS } from "./list.ts";
import { mutate, StaleMutantError } from "./mutant.ts";

const mutant = { name: "no", file: "a.ts", find: "yes", replace: "no", promise: "p" };

describe("mutate", () => {
  it("replaces what it names", () => expect(mutate("say yes!", mutant)).toBe("say no!"));

  it.each(["say maybe", "yes, yes"])("refuses %s, where it does not fit exactly once", (text) => {
    expect(() => mutate(text, mutant)).toThrow(StaleMutantError);
  });
});

describe("the list", () => {
  it("has at least 25, each with a name of its own", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
  });

  test.each(MUTANTS)("$name fits the code, and there is a suite to notice", (each) => {
    const text = readFileSync(each.file, "utf8");
    expect(mutate(text, each)).not.toBe(text);
    expect(existsSync(`integration/${each.promise}.test.ts`)).toBe(true);
  });
});
