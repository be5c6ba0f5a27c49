import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const readme = read("README.md");
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code.trim());
const tried = [
  "../integration/harness/second-stack.test.ts",
  "../integration/apps/observers.test.ts",
  "testing/fixtures/global-setup.ts",
].map(read);
const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, string> };
const entryPoints = Object.entries(exports).filter(([, file]) => file.endsWith(".ts"));

/** Code without its indentation, which differs between a test and the README. */
const flat = (code: string): string => code.replace(/^ +/gm, "");

test("the README has an example for each part of the harness", () => {
  const parts = [
    "inbox",
    "executions",
    "clock",
    "faults",
    "queue",
    "topic",
    "bus",
    "bucket",
    "table",
    "api",
    "calls",
    "logs",
    "http",
    "reportFailure",
    "connect",
  ];
  for (const part of parts) expect(examples.join("\n")).toContain(part);
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
  expect(tried.some((source) => flat(source).includes(flat(code)))).toBe(true);
});

test.each(entryPoints)("the README names what %s exports", async (path, file) => {
  const name = path.replace(".", "localstack-harness");
  const row = readme.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
  const values = Object.keys(await import(new URL(`../${file}`, import.meta.url).href));
  // what commands are made of is for the commands of this repository
  const missing = path === "./cli" ? [] : values.filter((value) => !row?.includes(`\`${value}\``));
  expect(row, `a row for ${name}`).toBeDefined();
  expect(missing).toEqual([]);
});

test("the README names every command", () => {
  const commands = [...read("cli/main.ts").matchAll(/^ {2}(\w+): \{/gm)].map(([, name]) => name);
  expect(commands).toContain("doctor");
  for (const command of commands) expect(readme).toMatch(new RegExp(`^\\|.*\`${command}\``, "m"));
});

test("the README names every setting", () => {
  const [, settings = ""] =
    /export interface HarnessConfig \{(.*?)\n\}/s.exec(read("config/config.ts")) ?? [];
  const names = [...settings.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name);
  expect(names).toContain("stacks");
  for (const name of names) expect(readme).toMatch(new RegExp(`^\\|.*\`${name}\``, "m"));
});

test("links in the README lead to headings, to files of the package, or to the web", () => {
  const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
  expect(links).not.toEqual([]);
  for (const link of links) {
    if (link.startsWith("#")) expect(headings).toContain(link.slice(1));
    else if (!link.startsWith("https://")) expect(["LICENSE", "CHANGELOG.md"]).toContain(link);
  }
});
