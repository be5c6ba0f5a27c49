import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: ROOT, encoding: "utf8" })
  .trim()
  .split("\n");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** The fragment of a heading, as GitHub makes it. */
const fragment = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const fragmentsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => fragment(heading));

/** Paths of this repository in code spans; placeholders and patterns are no paths. */
const PATH = /`((?:functions|stack|site|harness|integration|scripts|docs|\.ci|\.github)\/[^`\s<>*{}…]*)`/g;

test.each(documents)("links in %s lead to files and headings", (file) => {
  const text = read(file);
  const broken = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    const [path = "", heading] = link.split("#");
    const target = path === "" ? file : join(dirname(file), path);
    if (!existsSync(resolve(ROOT, target))) return [link];
    return heading !== undefined && !fragmentsOf(read(target)).includes(heading) ? [link] : [];
  });
  expect(broken).toEqual([]);
});

test.each(documents)("paths in %s exist", (file) => {
  const paths = [...read(file).matchAll(PATH)].map(([, path = ""]) => path);
  expect(paths.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
});

describe("npm scripts and commands", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

  test.each(documents)("that %s names exist", (file) => {
    const named = [...read(file).matchAll(/npm run (?:-\S+ |--silent )*([\w:-]+)/g)].map(
      ([, name = ""]) => name,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
