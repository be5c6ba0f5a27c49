/** Promise: a request that breaks the contract is refused and starts nothing, and one that keeps it is delivered. */
import fc from "fast-check";
import { inject } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import {
  FIELDS,
  MAX_EMAIL_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_WAIT_SECONDS,
  parseReminderRequest,
} from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

/** Generated requests; CI sends 2,000. */
const REQUESTS = Number(process.env.PROPERTY_REQUESTS ?? 200);
/** Sent at once, so that the time goes into requests and not into waiting; on AWS the stage throttles above 50 a second. */
const BATCH = inject("aws") ? 1 : 20;

const notText = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.array(fc.string()),
  fc.dictionary(fc.string(), fc.string()),
);

/** What `waitSeconds` must not be; JSON turns NaN and the infinities into null. */
const badWait = fc.oneof(
  fc.oneof(fc.constant(undefined), fc.constant(null), fc.boolean(), fc.array(fc.nat()), fc.object()),
  fc.integer({ max: -1 }),
  fc.integer({ min: MAX_WAIT_SECONDS + 1 }),
  fc.double().filter((value) => !Number.isInteger(value)),
  fc.string().filter((text) => !/^\d+$/.test(text)),
  fc.integer({ min: MAX_WAIT_SECONDS + 1 }).map(String),
);

const badMessage = fc.oneof(
  notText,
  fc.string({
    unit: fc.constantFrom(..." \n\t\u00a0\u2003\u0000\u001b\u200b\u202e\u3164\u2800\u00ad\u2060\ufeff"),
  }),
  fc
    .string({ minLength: MAX_MESSAGE_LENGTH + 1, maxLength: MAX_MESSAGE_LENGTH + 50 })
    .map((text) => `x${text}x`),
);

const badEmail = fc.oneof(
  notText,
  fc.string().filter((text) => !text.includes("@")),
  fc
    .tuple(fc.emailAddress(), fc.constantFrom("\r\n", "\n", "\0", " ", ",", ";", "<", "@"))
    .map((parts) => parts.join("")),
  fc
    .tuple(fc.emailAddress(), fc.constantFrom(",", ", ", ";", "\r\nBcc: "), fc.emailAddress())
    .map((parts) => parts.join("")),
  fc.emailAddress().map((address) => `${"a".repeat(MAX_EMAIL_LENGTH)}${address}`),
  fc
    .emailAddress()
    .chain((address) =>
      fc.constantFrom(
        `.${address}`,
        address.replace("@", ".@"),
        address.replace("@", "..a@"),
        `${address}.1`,
      ),
    ),
  fc.tuple(fc.emailAddress(), fc.ipV4()).map(([address, ip]) => address.replace(/@.*/, `@${ip}`)),
  fc.emailAddress().map((address) => `${"a".repeat(65)}${address.slice(address.indexOf("@"))}`),
);

const marked = (marker: string) =>
  reminderRequest({ waitSeconds: 0, message: `Brush ${marker}`, email: `${marker}@inbox.example` });

const isAccepted = (fields: object) => parseReminderRequest(reminderRequest(fields)).success;

/** Requests that are right but for one thing. */
const broken = (marker: string) =>
  fc.oneof(
    badWait.map((waitSeconds) => ({ ...marked(marker), waitSeconds })),
    badMessage.map((message) => ({ ...marked(marker), message })),
    badEmail.map((email) => ({ ...marked(marker), email })),
    fc
      .tuple(fc.string({ minLength: 1 }), fc.jsonValue())
      .filter(([name]) => !FIELDS.some((field) => field === name))
      .map(([name, value]) => ({ ...marked(marker), ...Object.fromEntries([[name, value]]) })),
    fc.jsonValue().filter((value) => typeof value !== "object" || value === null || Array.isArray(value)),
  );

test("what breaks the contract is answered with 4xx, and starts and sends nothing", async ({
  api,
  inbox,
  executions,
}) => {
  const marker = `bad-${crypto.randomUUID()}`;
  const runs = Math.ceil(REQUESTS / BATCH);
  await fc.assert(
    fc.asyncProperty(fc.array(broken(marker), { minLength: BATCH, maxLength: BATCH }), async (requests) => {
      const answers = await Promise.all(requests.map((request) => api.post(JSON.stringify(request))));
      for (const [index, { status, headers, body }] of answers.entries()) {
        const sent = JSON.stringify(requests[index]);
        expect(status, sent).toBe(400);
        expect(body.detail, sent).toEqual(expect.any(String));
        expect(headers.get("access-control-allow-origin"), sent).toBe(api.origin);
      }
    }),
    { numRuns: runs },
  );
  expect(await executions.startedWith(marker)).toEqual([]);
  expect(await inbox.messages({ to: `${marker}@inbox.example` })).toEqual([]);
}, 180_000);

test("what keeps the contract is delivered, once, as it was typed", async ({ api, inbox, clock }) => {
  const request = fc.record({
    waitSeconds: fc.oneof(fc.nat({ max: MAX_WAIT_SECONDS }), fc.nat({ max: MAX_WAIT_SECONDS }).map(String)),
    // printable text: mail has no use for control characters
    message: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
      .filter((message) => !/\p{Cc}/u.test(message) && isAccepted({ message })),
  });
  await fc.assert(
    fc.asyncProperty(fc.uuid(), request, async (name, { waitSeconds, message }) => {
      const email = inbox.address(`good-${name}`);
      await clock.compress(email);
      const { id } = await api.request({ waitSeconds, message, email });
      const [reminder] = await inbox.receiveExactly(2, { to: email });
      expect(reminder?.text).toContain(message.trim());
      expect(reminder?.text).toContain(id);
    }),
    { numRuns: Math.max(5, Math.ceil(REQUESTS / 100)) },
  );
}, 180_000);
