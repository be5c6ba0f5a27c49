/** Promise: many reminders due in the same second all arrive, each once. */
import { expect, test } from "./app.ts";

const COUNT = 20;

test(`${COUNT} reminders at once`, async ({ api, inbox, executions }) => {
  const addresses = Array.from({ length: COUNT }, (_, index) => inbox.address(`burst-${index}`));
  const reminders = await Promise.all(
    addresses.map((email) => api.request({ waitSeconds: 1, message: "Brush Rex", email })),
  );
  expect(new Set(reminders.map(({ id }) => id)).size).toBe(COUNT);
  for (const { id } of reminders) await expect(executions.get(id)).toSucceed(undefined, { within: 20_000 });
  for (const [index, email] of addresses.entries()) {
    const mails = await inbox.messages({ to: email });
    expect(mails).toHaveLength(2);
    if (inbox.showsText) for (const mail of mails) expect(mail.text).toContain(reminders[index]?.id);
  }
});
