import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connect } from "../../connect.ts";
import { MARKUP, someFindings } from "../../testing/findings.ts";
import { recordedMessages } from "../../testing/recordings.ts";
import { serve } from "../../testing/serve.ts";
import { toHtml } from "./html.ts";
import { reportFailure, reportFile, slug } from "./report.ts";
import { toText } from "./text.ts";
import { timeline } from "./timeline.ts";

test("the timeline joins all parts in the order of time", async () => {
  const happenings = timeline(await someFindings());
  expect(happenings.map(({ kind, text }) => `${kind}: ${text.slice(0, 60)}`)).toEqual(
    [
      "http: POST http://localhost:4566/reminders answered 202 in 45 ms",
      "state: caught-1 started",
      "state: caught-1 entered Notify",
      "call: ses:SendEmail by SendRole (send), 400 MessageRejected, 7 ms",
      `item: queue Jobs: ${MARKUP}`,
      `log: /aws/lambda/send: ERROR ${MARKUP.slice(0, 36)}`,
      `mail: ${JSON.stringify(MARKUP)} from cuddle`.slice(0, 66),
      "state: caught-1 left Notify after 2 retries, caught SES.MessageReje",
      "state: caught-1 entered Failed",
      "state: caught-1 ended: FAILED with ReminderFailed: no mail",
      "http: GET http://localhost:4566/reminders/caught-1 answered fetch ",
    ].map((line) => expect.stringContaining(line.slice(0, 60))),
  );
});

describe("the text", () => {
  test("shows everything that is known, part by part", async () => {
    const text = toText(await someFindings(), "reports/x.html");
    for (const part of [
      `What happened in "suite > ${MARKUP}"`,
      "ids\n  caught-1",
      "addresses\n  rex@inbox.example",
      `was waiting for\n  a mail with subject "${MARKUP}"`,
      "HTTP\n  POST http://localhost:4566/reminders answered 202 in 45 ms\n    sent     {",
      '    answered {"id":"caught-1"}',
      "  GET http://localhost:4566/reminders/caught-1 answered fetch failed (ECONNREFUSED)",
      'execution caught-1: FAILED with ReminderFailed: no mail\n  input  {"email":"rex@inbox.example"}\n  +0.016 s Notify (Task), 2 retries',
      "mails\n  2026-11-23T15:37:54.000Z",
      `queue Jobs\n  2026-11-23T15:37:52.420Z ${MARKUP}`,
      `table Pets\n  {"note":${JSON.stringify(MARKUP)}}`,
      "AWS calls\n  2026-11-23T15:37:52.400Z ses:SendEmail by SendRole (send), 400 MessageRejected, 7 ms",
      `logs\n  2026-11-23T15:37:52.450Z /aws/lambda/send: ERROR ${MARKUP}\n    at send`,
      "could not be read\n  logs: NoSuchThing: broken",
      "Everything: reports/x.html",
    ])
      expect(text).toContain(part);
  });

  test("leaves out empty parts and cuts long ones", async () => {
    const findings = await someFindings();
    const logs = Array.from({ length: 50 }, (_, i) => ({ ...findings.logs[0], message: `line ${i}` }));
    const text = toText({ ...findings, mails: [], logs: logs as never }, "x.html");
    expect(text).not.toContain("mails");
    expect(text).toContain("line 39");
    expect(text).not.toContain("line 40");
    expect(text).toContain("… and 10 more");
  });
});

describe("the HTML", () => {
  test("escapes everything that comes from the test", async () => {
    const html = toHtml(await someFindings());
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;");
    expect(html).toContain("default-src 'none'");
  });

  test("and the text show control characters and bidi marks as escapes", async () => {
    const findings = await someFindings();
    const message = "\u001b]52;c;cm0=\u0007 \u202egnp.exe \u009b2J";
    const hostile = { ...findings, logs: [{ ...findings.logs[0], message }] } as typeof findings;
    for (const report of [toHtml(hostile), toText(hostile, "x.html")])
      expect(report).toContain(String.raw`\x1b]52;c;cm0=\x07 \u202egnp.exe \x9b2J`);
  });

  test("has the errors, the timeline and every part", async () => {
    const html = toHtml(await someFindings());
    for (const part of [
      "<h2>Timeline</h2>",
      "<h2>HTTP</h2>",
      "<h2>Executions</h2>",
      "<h2>Mails</h2>",
      "<h2>AWS calls</h2>",
      "<h2>Could not be read</h2>",
      "<h2>The test was waiting for</h2>",
      'class="errors"',
      "0.400 s",
      "caught-1 entered Notify",
    ])
      expect(html).toContain(part);
  });
});

describe("the report of a failed test", () => {
  const failed = {
    name: "suite > a mail / arrives?",
    file: "integration/mail.test.ts",
    errors: [{ message: "no mail", stack: "\u001b[31mError: no mail\u001b[39m\n    at mail.test.ts:1" }],
  };

  async function inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
    const directory = await mkdtemp(join(tmpdir(), "report-"));
    try {
      return await use(join(directory, "reports"));
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  test("is a file, and a text that names it and what could not be read", async () => {
    await using localstack = await serve((_, url) =>
      url === "/_aws/ses"
        ? { status: 200, body: { messages: recordedMessages() } }
        : url === "/_harness/info" || url.startsWith("/_harness/mails")
          ? undefined
          : { status: 400, body: { __type: "AccessDenied", message: "not today" } },
    );
    await using harness = await connect({ endpoint: localstack.endpoint });
    harness.activity.addresses.add("rex@inbox.example");
    harness.activity.ids.add("caught-1");
    await inDirectory(async (directory) => {
      const text = await reportFailure(harness, failed, directory);
      expect(await readdir(directory)).toEqual([
        expect.stringMatching(/^integration-mail--suite-a-mail-arrives-[0-9a-f]{6}\.html$/),
      ]);
      const html = await readFile(reportFile(directory, failed), "utf8");
      expect(html).toContain("<pre>Error: no mail\n    at mail.test.ts:1</pre>");
      expect(text).toContain(`Everything: ${reportFile(directory, failed)}`);
      expect(text).toContain('"text only" from cuddles@sender.example');
      expect(text).toMatch(/could not be read\n {2}executions: AccessDenied: not today/);
    });
  });
});

test("tests whose names differ only in punctuation have separate reports", () => {
  const files = ["waitSeconds -1", 'waitSeconds "-1"', "waitSeconds 1"].map((name) =>
    reportFile("reports", { file: "a.test.ts", name }),
  );
  expect(new Set(files).size).toBe(3);
});

test.each([
  ["suite > a test", "suite-a-test"],
  ["../../etc/passwd", "etc-passwd"],
  ["Grüße", "gru-e"],
  ["🐶", "test"],
  ["x".repeat(300), "x".repeat(100)],
])("%s is in a file named %s", (name, file) => {
  expect(slug(name)).toBe(file);
});
