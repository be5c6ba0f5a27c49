import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const examples = [...read("./README.md").matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code.trim());
const run = ["../integration/second-stack.test.ts", "./testing/fixtures/global-setup.ts"].map(read);

/** Code without its indentation, which is another in a test than in the README. */
const flat = (code: string): string => code.replace(/^ +/gm, "");

test("the README has examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(8);
});

test.each(
  examples.map((code) => [
    code
      .split("\n")
      .find((line) => /\w+\(/.test(line))
      ?.trim(),
    code,
  ]),
)("the README's example is run as a test: %s", (_, code = "") => {
  expect(run.some((source) => flat(source).includes(flat(code)))).toBe(true);
});

test("every link in the README leads somewhere", () => {
  const links = [...read("./README.md").matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path);
  expect(links).not.toEqual([]);
  for (const link of links)
    expect(() => readFileSync(new URL(`../${link}`, import.meta.url)), link).not.toThrow(/ENOENT/);
});
