/** Promise: a reminder can be cancelled until it may be on its way, and what is cancelled is not sent. */
import { COMPLETION_SUBJECT } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

test("a waiting reminder is cancelled, its execution aborted and no mail sent", async ({
  api,
  inbox,
  executions,
  clock,
}) => {
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: 600, email });
  expect(await api.cancel(id)).toMatchObject({ status: 200, body: { id, status: "CANCELLED" } });
  await expect(executions.get(id)).toEndAs("ABORTED");
  expect(await api.get(id)).toMatchObject({ status: 200, body: { id, status: "CANCELLED" } });
  // nothing is left that its time could send
  await clock.compress(id);
  await inbox.receiveNone({ to: email });
});

test("cancelling again answers the same", async ({ api, inbox }) => {
  const { id } = await api.request({ waitSeconds: 600, email: inbox.address() });
  const first = await api.cancel(id);
  expect(await api.cancel(id)).toMatchObject({ status: 200, body: first.body });
});

test("a completed reminder cannot be cancelled: 409", async ({ api, inbox, executions }) => {
  const { id } = await api.request({ waitSeconds: 0, email: inbox.address() });
  await expect(executions.get(id)).toSucceed();
  expect(await api.cancel(id)).toMatchObject({ status: 409, body: { status: 409 } });
  expect((await api.get(id)).body.status).toBe("COMPLETED");
});

const MAYBE = { status: 409, body: { status: 409, detail: "the reminder may already be on its way" } };

test("a reminder that SES is taking cannot be cancelled: 409, and both mails arrive", async ({
  api,
  inbox,
  executions,
  faults,
  storage,
}) => {
  const email = inbox.address();
  await faults.inject({ service: "ses", operation: "SendEmail", delayMs: 3_000, times: 1, match: email });
  const { id } = await api.request({ waitSeconds: 0, email });
  await expect.poll(() => storage.claimOf(id), { timeout: 90_000 }).toBe("sending");
  expect(await api.cancel(id)).toMatchObject(MAYBE);
  expect((await api.get(id)).body.status).toBe("SENDING");
  await expect(executions.get(id)).toSucceed();
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("a reminder that was sent cannot be cancelled while its completion mail waits: 409", async ({
  api,
  inbox,
  executions,
  faults,
}) => {
  const email = inbox.address();
  const { id } = await (async () => {
    await using _slow = await faults.inject({
      service: "ses",
      operation: "SendEmail",
      error: "Throttling",
      match: [email, COMPLETION_SUBJECT],
    });
    const reminder = await api.request({ waitSeconds: 0, email });
    await executions.get(reminder.id).waitForState("NotifyCompletion");
    expect(await api.cancel(reminder.id)).toMatchObject(MAYBE);
    return reminder;
  })();
  await expect(executions.get(id)).toSucceed();
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("a reminder that SES does not take yet can be cancelled, and is not sent later", async ({
  api,
  inbox,
  executions,
  faults,
  storage,
}) => {
  const email = inbox.address();
  let id: string;
  {
    await using _outage = await faults.inject({
      service: "ses",
      operation: "SendEmail",
      error: "Throttling",
      match: email,
    });
    ({ id } = await api.request({ waitSeconds: 0, email }));
    await expect.poll(() => storage.claimOf(id), { timeout: 90_000 }).toBe("refused");
    // between two tries, or while one is being refused
    await expect.poll(async () => (await api.cancel(id)).status, { timeout: 90_000 }).toBe(200);
  }
  await executions.get(id).waitForEnd();
  await inbox.receiveNone({ to: email });
  expect((await api.get(id)).body.status).toBe("CANCELLED");
});

/** Cancels around the due time; CI makes 200. */
const CANCELS = Number(process.env.CANCELS ?? 20);
const BATCH = 10;

for (const [ses, delayMs] of [
  ["SES", 0],
  ["a slow SES", 1_500],
] as const) {
  test(`${CANCELS} cancels around the due time, with ${ses}: either 200 and no mail, or 409 and both mails`, async ({
    api,
    inbox,
    executions,
    faults,
  }) => {
    const addresses = Array.from({ length: CANCELS }, (_, index) => inbox.address(`cancel-${index}`));
    const [own = ""] = /-[0-9a-f]{8}-.*/.exec(addresses[0] ?? "") ?? [];
    if (delayMs > 0)
      await faults.inject({ service: "ses", operation: "SendEmail", delayMs, match: own, lease: 300 });
    const outcomes: { id: string; email: string; status: number }[] = [];
    for (let first = 0; first < CANCELS; first += BATCH) {
      const batch = await Promise.all(
        addresses.slice(first, first + BATCH).map(async (email, index) => {
          // the first waits without an end, the others are due while they are being cancelled
          const { id } = await api.request({ waitSeconds: index === 0 ? 600 : index % 3, email });
          return { id, email };
        }),
      );
      for (const { id, email } of batch) outcomes.push({ id, email, status: (await api.cancel(id)).status });
    }
    for (const { id, email, status } of outcomes) {
      await executions.get(id).waitForEnd({ within: 60_000 });
      const mails = status === 200 ? 0 : 2;
      await expect(inbox, `DELETE ${id} answered ${status}`).toReceiveExactly(
        mails,
        { to: email },
        { after: executions.get(id) },
      );
      const state = status === 200 ? "CANCELLED" : "COMPLETED";
      expect((await api.get(id)).body.status, `DELETE ${id} answered ${status}`).toBe(state);
    }
    const statuses = new Set(outcomes.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 409]);
  }, 600_000);
}
