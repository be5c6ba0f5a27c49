import { existsSync } from "node:fs";
import { Lang, parse } from "@ast-grep/napi";
import { describe, expect, it, test } from "vitest";
import { appSources } from "./app-sources.ts";
import { type Mutant, mutate, StaleMutantError } from "./mutant.ts";
import { MUTANTS } from "./mutants.ts";

describe("mutate", () => {
  const sources = new Map([
    ["a/one.ts", 'const dog = "🐶 – “é”";\nsend(\n  { to: "rex", times: 1 },\n  retry\n);'],
    ["b/two.ts", "const times = 1;\nstop(now);\n"],
    ["b/page.html", "<p>Hello</p>"],
  ]);
  const mutated = (find: string, replace: string, within?: string) =>
    mutate(sources, { name: "m", find, replace, caughtBy: "t", ...(within && { in: within }) });

  it("replaces code, however it is laid out, and keeps what the pattern leaves open", () => {
    expect(mutated("send($MAIL, retry)", "send($MAIL, never)")).toEqual({
      file: "a/one.ts",
      text: 'const dog = "🐶 – “é”";\nsend({ to: "rex", times: 1 }, never);',
    });
    expect(mutated("send($$$ALL)", "twice(send($$$ALL))").text).toContain(
      '\ntwice(send({ to: "rex", times: 1 },\n  retry));',
    );
  });

  it("replaces a property", () => {
    expect(mutated("times: 1", "times: 2").text).toContain('{ to: "rex", times: 2 }');
    expect(() => mutated('"not-there": 1', "")).toThrow(StaleMutantError);
  });

  it("replaces text of a page", () => {
    expect(mutated("Hello", "Bye")).toEqual({ file: "b/page.html", text: "<p>Bye</p>" });
  });

  it("searches in the given part of the app", () => {
    expect(mutated("stop(now)", "stop(later)", "b/").file).toBe("b/two.ts");
    expect(() => mutated("stop(now)", "stop(later)", "a/")).toThrow(StaleMutantError);
  });

  it.each([
    ["nothing(at, all)", /matches 0 times/],
    ["1", /matches 2 times.*a\/one\.ts, b\/two\.ts/],
  ])("refuses %s, which does not match exactly once", (find, message) => {
    expect(() => mutated(find, "0")).toThrow(StaleMutantError);
    expect(() => mutated(find, "0")).toThrow(message);
  });
});

describe("the list", () => {
  const sources = appSources(".");

  it("has each mutant once", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(60);
  });

  test.each(MUTANTS)(
    "$name: fits the app, is still code, and there is a suite to notice",
    (mutant: Mutant) => {
      const { file, text } = mutate(sources, mutant);
      expect(text).not.toBe(sources.get(file));
      if (file.endsWith(".ts")) {
        const errors = parse(Lang.TypeScript, text)
          .root()
          .findAll({ rule: { kind: "ERROR" } });
        expect(errors.map((error) => error.text())).toEqual([]);
      }
      expect(existsSync(mutant.caughtBy), mutant.caughtBy).toBe(true);
    },
  );
});
