import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { embeddedEnvironment } from "../localstack/variables.ts";

const HARNESS = join(import.meta.dirname, "..");
const page = readFileSync(join(HARNESS, "../docs/variables.md"), "utf8");

/** The names in the first column of the tables. */
const documented = new Set(
  [...page.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = ""]) => name),
  ),
);

const sources = (extension: string): string =>
  readdirSync(HARNESS, { recursive: true, encoding: "utf8" })
    .filter(
      (path) => path.endsWith(extension) && !path.includes("node_modules") && !/test|bootstrap/.test(path),
    )
    .map((path) => readFileSync(join(HARNESS, path), "utf8"))
    .join("\n");

const python = sources(".py");
const typescript = sources(".ts");
const found = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].map(([, name = ""]) => name));

/** What the harness sets itself when it starts LocalStack, or a program in it. */
const own = new Set(
  Object.keys(
    embeddedEnvironment({ port: 1, folder: "/", node: "/", plugin: "/", project: "/", lifeline: true }),
  ),
);

/** What npm, Node.js, the shell, the system, the CDK and AWS's tools set. */
const OF_OTHERS = new Set([
  "PATH",
  "HOME",
  "NODE_OPTIONS",
  "CDK_OUTDIR",
  "NODE_ENV",
  "NODE_PATH",
  "XDG_RUNTIME_DIR",
  "TESTCONTAINERS_HOST_OVERRIDE",
]);

const isOfOthers = (name: string): boolean => OF_OTHERS.has(name) || name.startsWith("AWS_");

describe("docs/variables.md", () => {
  test("has every variable of the plugin", () => {
    const read = [
      ...found(python, /\b(HARNESS_[A-Z_]+)/g),
      ...found(python, /environ\.get\("(LAMBDA_[A-Z_]+)"/g),
    ];
    // of the environment in which functions run
    const undocumented = read.filter((name) => !own.has(name) && !/^LAMBDA_TASK/.test(name));
    expect(undocumented.length).toBeGreaterThan(4);
    expect(undocumented.filter((name) => !documented.has(name))).toEqual([]);
  });

  test("has every variable that commands read", () => {
    const read = found(typescript, /(?:process\.env|\benv)\.([A-Z][A-Z_]+)/g);
    expect(read).toContain("TARGET");
    expect([...read].filter((name) => !documented.has(name) && !isOfOthers(name))).toEqual([]);
  });

  test("has no variable that nothing reads", () => {
    const ofTools = /^(UV_|PIP_|HTTPS?_PROXY|NO_|FORCE_COLOR|EXTRA_CORS|LAMBDA_KEEPALIVE|LS_LOG)/;
    for (const name of documented) if (!ofTools.test(name)) expect(python + typescript, name).toContain(name);
    expect(documented.size).toBeGreaterThan(15);
  });
});
