import { toMail } from "../mail/captured-mail.ts";
import type { Findings } from "../vitest/report/findings.ts";
import { executionRecord, recordedMessages } from "./recordings.ts";

/** Text that must not become markup of a page. */
export const MARKUP = `<script>alert("1")</script> & 'more'`;

/** Findings about a failed test: a real execution and mail, and markup wherever there is text. */
export async function someFindings(): Promise<Findings> {
  const since = new Date("2026-11-23T15:37:52.000Z");
  const after = (milliseconds: number) => new Date(since.getTime() + milliseconds);
  const [message] = recordedMessages();
  return {
    test: { name: `suite > ${MARKUP}`, file: "integration/mail.test.ts", errors: [`expected ${MARKUP}`] },
    endpoint: "http://localhost:4566",
    since,
    ids: ["caught-1"],
    traces: ["http://127.0.0.1:5566/session/trace/caught-1"],
    addresses: ["rex@inbox.example"],
    awaiting: [`a mail with subject "${MARKUP}"`],
    exchanges: [
      {
        method: "POST",
        url: "http://localhost:4566/reminders",
        time: after(100),
        durationMs: 45.4,
        requestHeaders: { "content-type": "application/json" },
        requestBody: JSON.stringify({ message: MARKUP }),
        status: 202,
        headers: {},
        body: '{"id":"caught-1"}',
      },
      {
        method: "GET",
        url: "http://localhost:4566/reminders/caught-1",
        time: after(3_000),
        durationMs: 1,
        requestHeaders: {},
        requestBody: "",
        status: 0,
        headers: {},
        body: "",
        error: "fetch failed (ECONNREFUSED)",
      },
    ],
    executions: [executionRecord("retried-and-caught")],
    mails: await Promise.all(
      [message as NonNullable<typeof message>].map((captured) =>
        toMail({ ...captured, Subject: MARKUP, Timestamp: "2026-11-23T15:37:54" }),
      ),
    ),
    calls: [
      {
        seq: 1,
        time: after(400),
        service: "ses",
        operation: "SendEmail",
        account: "000000000000",
        region: "us-east-1",
        resource: "",
        role: "SendRole",
        session: "send",
        principal: "",
        source: "",
        internal: false,
        status: 400,
        error: "MessageRejected",
        durationMs: 7,
        requestId: "8f0fad5b",
        request: { Subject: MARKUP },
      },
    ],
    logs: [
      { time: after(450), group: "/aws/lambda/send", stream: "a", message: `ERROR ${MARKUP}\n  at send` },
    ],
    observed: [
      { title: "queue Jobs", entries: [{ time: after(420), text: MARKUP }] },
      { title: "table Pets", entries: [{ text: `{"note":${JSON.stringify(MARKUP)}}` }] },
    ],
    missing: ["logs: NoSuchThing: broken"],
  };
}
