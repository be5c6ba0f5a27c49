/** Promise: at the time asked for the reminder arrives, and on completion "Pet cuddle request completed". */
import { COMPLETION_SUBJECT } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

test("a reminder goes through every state, in order, and succeeds", async ({ api, inbox, executions }) => {
  const { id } = await api.request({ waitSeconds: 0, message: "Brush Rex", email: inbox.address() });
  await expect(executions.get(id)).toSucceed();
  await expect(executions.get(id)).toHaveVisited(
    "ComposeReminder",
    "Timer",
    "SendReminder",
    "NotifyCompletion",
  );
  const { body } = await api.get(id);
  expect(body).toMatchObject({ id, status: "COMPLETED" });
  expect(body.states?.map((state) => state.name)).toEqual([
    "ComposeReminder",
    "Timer",
    "SendReminder",
    "NotifyCompletion",
  ]);
});

test("two mails arrive, the reminder first, both with the reminder's id", async ({ api, inbox, skip }) => {
  skip(!inbox.showsText, "SES on AWS does not show what a mail says");
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: 0, message: 'Brush Rex <gently> & "often"', email });
  const mails = await inbox.receiveExactly(2, { to: email });
  const [reminder, completion] = mails;
  expect(reminder?.subject).toMatch(/cuddle/i);
  expect(reminder?.text).toContain('Brush Rex <gently> & "often"');
  expect(reminder?.html).toContain("Brush Rex &lt;gently&gt; &amp; &quot;often&quot;");
  expect(completion?.subject).toBe(COMPLETION_SUBJECT);
  for (const text of [completion?.text, completion?.html]) {
    expect(text).toContain("Your pet cuddle request is completed");
    expect(text).not.toContain("Rex");
  }
  expect(completion?.html).toMatch(/^<!doctype html>\s*<html lang="en">/);
  expect(completion?.html).toContain(`<h1 style="font-size: 1.25em">${COMPLETION_SUBJECT}</h1>`);
  for (const mail of mails) {
    expect(mail.to).toEqual([email]);
    expect(mail.cc).toEqual([]);
    expect(mail.bcc).toEqual([]);
    expect(mail.text).toContain(id);
    expect(mail.html).toContain(id);
  }
});

test("nothing is sent before its time, and nothing waits a second longer", async ({
  api,
  inbox,
  executions,
}) => {
  const delays = await Promise.all(
    [1, 2, 3].map(async (index) => {
      const email = inbox.address(`on-time-${index}`);
      const { id, remindAt } = await api.request({ waitSeconds: 2, email });
      await expect(executions.get(id)).toSucceed();
      const [reminder] = await inbox.receiveExactly(2, { to: email });
      expect(reminder?.time.getTime()).toBeGreaterThanOrEqual(Date.parse(remindAt) - 1_000);
      const { states, startedAt } = await executions.get(id).describe();
      expect(Date.parse(remindAt) - startedAt.getTime()).toBe(2_000);
      const entered = (name: string) => states.find((state) => state.name === name)?.enteredAt.getTime() ?? 0;
      return entered("SendReminder") - entered("Timer");
    }),
  );
  // a busy machine delays one or the other, but not all
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(1_900);
  expect(Math.min(...delays)).toBeLessThan(2_900);
});
