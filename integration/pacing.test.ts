/** Promise: reminders that are due at once all arrive, each once, also where SES takes only so many mails a second. */
import { expect, test } from "./app.ts";

const COUNT = 10;
/** Mails a second: too few even where a busy machine spreads the reminders over some seconds. */
const RATE = 3;

test("what SES refuses because of its rate is sent later", async ({
  api,
  inbox,
  executions,
  faults,
  clock,
}) => {
  const addresses = Array.from({ length: COUNT }, (_, index) => inbox.address(`paced${index}`));
  const [own = ""] = /-.*/.exec(addresses[0] ?? "") ?? [];
  await using throttle = await faults.inject({
    service: "ses",
    operation: "SendEmail",
    error: "Throttling",
    message: "Maximum sending rate exceeded.",
    rate: RATE,
    match: own,
  });
  // SES keeps its rate; the workflow's pauses, made for hundreds of mails, are a tenth
  await clock.compress(own, { scale: 0.1 });
  const reminders = await Promise.all(
    addresses.map((email) => api.request({ waitSeconds: 20, message: "Brush Rex", email })),
  );
  for (const { id } of reminders) await expect(executions.get(id)).toSucceed(undefined, { within: 40_000 });
  expect(await throttle.hits()).toBeGreaterThan(0);
  for (const email of addresses) expect(await inbox.messages({ to: email }), email).toHaveLength(2);
}, 60_000);
