/** Promise: many reminders due in the same second all arrive, each once. */
import type { Harness } from "localstack-harness";
import { expect, test } from "./app.ts";

const COUNT = 20;

/** Milliseconds for all of them: as containers, sixty functions start on the cores that there are. */
const within = ({ plugin }: Harness): number => (plugin?.executor === "docker" ? 100_000 : 20_000);

test(`${COUNT} reminders at once`, async ({ api, inbox, executions, harness }) => {
  const addresses = Array.from({ length: COUNT }, (_, index) => inbox.address(`burst-${index}`));
  const reminders = await Promise.all(
    addresses.map((email) => api.request({ waitSeconds: 1, message: "Brush Rex", email })),
  );
  expect(new Set(reminders.map(({ id }) => id)).size).toBe(COUNT);
  for (const { id } of reminders)
    await expect(executions.get(id)).toSucceed(undefined, { within: within(harness) });
  for (const [index, email] of addresses.entries()) {
    const mails = await inbox.receiveExactly(2, { to: email }, { settle: 0 });
    if (inbox.showsText) for (const mail of mails) expect(mail.text).toContain(reminders[index]?.id);
  }
});
