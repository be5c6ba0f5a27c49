import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Served, serve } from "../testing/serve.ts";
import { reportFile } from "./report/report.ts";

const VITEST = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const module = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "harness-fixture-"));
});
afterEach(() => rm(project, { recursive: true, maxRetries: 3 }));

/** Runs a suite in a separate project, on a server in place of LocalStack. */
async function runSuite({ endpoint }: Served, suite: string) {
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
  await writeFile(
    join(project, "vitest.config.ts"),
    'export default { test: { include: ["*.test.ts"], globalSetup: ["setup.ts"], testTimeout: 60_000 } };',
  );
  await writeFile(
    join(project, "setup.ts"),
    `import { superviseRun } from ${module("./supervise.ts")};
    export default function (project) {
      project.provide("endpoint", ${JSON.stringify(endpoint)});
      project.provide("outputs", {});
      const supervision = superviseRun(project, { endpoint: ${JSON.stringify(endpoint)} });
      return () => supervision[Symbol.dispose]();
    }`,
  );
  await writeFile(
    join(project, "mail.test.ts"),
    `import { expect, test } from ${module("./fixture.ts")};\n${suite}`,
  );
  return execa(process.execPath, [VITEST, "run"], {
    cwd: project,
    reject: false,
    all: true,
    timeout: 50_000,
    env: { NO_COLOR: "1", FORCE_COLOR: undefined },
  });
}

test("a test that fails leaves a report in the terminal and in a file", { timeout: 60_000 }, async () => {
  await using localstack = await serve((_, url) =>
    url === "/_aws/ses" ? { status: 200, body: { messages: [] } } : undefined,
  );
  await mkdir(join(project, "reports"));
  const reports = (name: string) => reportFile(join(project, "reports"), { file: "mail.test.ts", name });
  await writeFile(reports("a test that passes"), "of an earlier run");
  const { exitCode, all } = await runSuite(
    localstack,
    `test("a mail arrives", async ({ inbox, http, endpoint }) => {
      await http.fetch(endpoint + "/reminders", { method: "POST", body: '{"message":"Brush Rex"}' });
      await expect(inbox).toReceive({ to: inbox.address(), subject: /rex/i }, { within: 100 });
    });
    test("a test that passes", ({ inbox }) => {
      expect(inbox.address()).toContain("@inbox.example");
    });`,
  );
  expect(exitCode, all).toBe(1);
  expect(all).toContain('What happened in "a mail arrives"');
  expect(all).toContain(`POST ${localstack.endpoint}/reminders answered 404`);
  expect(all).toContain('sent     {"message":"Brush Rex"}');
  const html = await readFile(reports("a mail arrives"), "utf8");
  expect(html).toContain("subject /rex/i, but there was: no mail at all to these addresses");
  expect(await readdir(join(project, "reports"))).toHaveLength(1);
});

test.each([
  [
    "tests that wait for LocalStack",
    "await expect(inbox).toReceive({ to: inbox.address() }, { within: 50_000 });",
  ],
  [
    "tests that wait for something else",
    "await inbox.messages({ to: inbox.address() }); await new Promise(() => {});",
  ],
])("a LocalStack that ends under %s ends the run, with one error", { timeout: 60_000 }, async (_, waits) => {
  let ended: PromiseLike<void> | undefined;
  let endedAt = 0;
  const localstack = await serve((_, url) => {
    if (url !== "/_aws/ses") return undefined;
    // after this response
    setImmediate(() => {
      if (ended) return;
      endedAt = performance.now();
      ended = localstack[Symbol.asyncDispose]();
    });
    return { status: 200, body: { messages: [] } };
  });
  const { exitCode, all } = await runSuite(
    localstack,
    `for (let i = 1; i <= 6; i++) test("waits " + i, async ({ inbox }) => { ${waits} });`,
  );
  await ended;
  expect(performance.now() - endedAt).toBeLessThan(15_000);
  expect(exitCode, all).toBe(1);
  expect(all).toContain(`LocalStack at ${localstack.endpoint} does not answer`);
  expect(all).toContain("LocalStack ended during the run");
  expect(all).toMatch(/Tests +6 skipped \(6\)/);
  expect(all).toMatch(/Errors +1 error/);
  expect(all).not.toContain("What happened in");
});

test("a matcher without await fails its test, and names the line", { timeout: 60_000 }, async () => {
  await using localstack = await serve((_, url) =>
    url === "/_aws/ses" ? { status: 200, body: { messages: [] } } : undefined,
  );
  const { exitCode, all } = await runSuite(
    localstack,
    `import { describe } from "vitest";
    const none = { within: 20 };
    describe.concurrent("at the same time", () => {
      test("ends first", async ({ inbox }) => {
        inbox.address();
        await expect(inbox).not.toReceive({}, none);
      });
      test("forgotten next to it", async ({ inbox }) => {
        inbox.address();
        await inbox.receiveNone({}, { within: 100 });
        expect(inbox).not.toReceive({}, none); // line D
      });
    });
    test("forgotten", ({ inbox }) => {
      inbox.address();
      expect(inbox).not.toReceive({}, none); // line A
    });
    test("forgotten where it would fail", ({ inbox }) => {
      inbox.address();
      expect(inbox).toReceive({}, none); // line B
    });
    test("forgotten by soft", ({ inbox }) => {
      inbox.address();
      expect.soft(inbox).not.toReceive({}, none); // line C
    });
    test("awaited", async ({ inbox }) => {
      inbox.address();
      await expect(inbox).not.toReceive({}, none);
      await expect.soft(inbox).not.toReceive({}, none);
      await Promise.all([expect(inbox).not.toReceive({}, none)]);
      await expect(expect(inbox).toReceive({}, none)).rejects.toThrow("waited");
      const later = expect(inbox).not.toReceive({}, none);
      await later.finally(() => {});
    });
    test("returned", ({ inbox }) => {
      inbox.address();
      return expect(inbox).not.toReceive({}, none);
    });`,
  );
  expect(exitCode, all).toBe(1);
  expect(all).toMatch(/Tests +4 failed \| 3 passed/);
  expect(all).toMatch(/FAIL .*forgotten next to it/);
  expect(all).not.toContain("Unhandled");
  for (const [call, line] of [
    ["expect(…).not.toReceive(…)", "A"],
    ["expect(…).toReceive(…)", "B"],
    ["expect(…).not.toReceive(…)", "C"],
    ["expect(…).not.toReceive(…)", "D"],
  ]) {
    expect(all).toContain(`${call} was not awaited`);
    expect(all).toMatch(new RegExp(`// line ${line}\\n.*\\^`));
  }
});

test.each([
  ["an object with a BigInt", "throw { amount: 12n }", "12n"],
  ["a BigInt", "throw 12n", "<pre>12</pre>"],
  ["nothing", "throw undefined", "undefined"],
  ["an object that contains itself", "const loop = {}; loop.self = loop; throw loop", "Circular"],
  [
    "an error with a BigInt as its message",
    "throw Object.assign(new Error(), { message: 12n, stack: undefined })",
    "12n",
  ],
])("a test that throws %s leaves a report", { timeout: 60_000 }, async (_, code, shown) => {
  await using localstack = await serve(() => undefined);
  const { all } = await runSuite(localstack, `test("throws", ({ inbox }) => { inbox.address(); ${code}; });`);
  const file = reportFile(join(project, "reports"), { file: "mail.test.ts", name: "throws" });
  expect(all).toContain('What happened in "throws"');
  expect(await readFile(file, "utf8")).toContain(shown);
});
