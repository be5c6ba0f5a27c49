/** Promise: a reminder may be a second or a year away, and each wait is its own. */
import { MAX_WAIT_SECONDS } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

const waits = { "an hour": 3_600, "364 days": MAX_WAIT_SECONDS };
test.for(Object.entries(waits))("%s", async ([, waitSeconds], { api, inbox, executions, clock }) => {
  const email = inbox.address();
  await clock.compress(email);
  const { id, remindAt } = await api.request({ waitSeconds, message: "Brush Rex", email });
  expect(Date.parse(remindAt) - Date.now()).toBeGreaterThan((waitSeconds - 60) * 1_000);
  await expect(executions.get(id)).toSucceed();
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("a wait that has begun can still be compressed", async ({ api, inbox, executions, clock }) => {
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: MAX_WAIT_SECONDS, message: "Brush Rex", email });
  await expect(executions.get(id)).toHaveVisited("Timer");
  await clock.compress(id);
  await expect(executions.get(id)).toSucceed();
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("the clock of one reminder leaves another alone", async ({ api, inbox, executions, clock }) => {
  const [hurried, patient] = [inbox.address("hurried"), inbox.address("patient")];
  await clock.compress(hurried);
  const slow = await api.request({ waitSeconds: 3_600, message: "Brush Tom", email: patient });
  const fast = await api.request({ waitSeconds: 3_600, message: "Brush Rex", email: hurried });
  await expect(executions.get(fast.id)).toSucceed();
  expect((await api.get(slow.id)).body.status).toBe("WAITING");
  expect(await inbox.messages({ to: patient })).toEqual([]);
  await api.cancel(slow.id);
});
