/** Promise: what is transient is retried, what lasts is recorded and can be sent later, and nothing is sent twice. */
import { execa } from "execa";
import { failureKey } from "../functions/storage.ts";
import { expect, test } from "./app.ts";

const SEND = "PetCuddleOTron-Send";
const RECORD_FAILURE = "PetCuddleOTron-RecordFailure";

const redrive = (endpoint: string, id: string, ...options: string[]) =>
  execa("node", ["scripts/redrive.ts", "--endpoint", endpoint, "--id", id, ...options], { reject: false });

test("a throttled SES is tried again, and the mail arrives once", async ({
  api,
  inbox,
  executions,
  faults,
  clock,
}) => {
  const email = inbox.address();
  await using _clock = await clock.compress(email);
  await using outage = await faults.inject({
    service: "ses",
    operation: "SendEmail",
    error: "Throttling",
    times: 2,
    match: email,
  });
  const { id } = await api.request({ waitSeconds: 0, message: "Brush Rex", email });
  await expect(executions.get(id)).toSucceed();
  await expect(executions.get(id)).toHaveRetried("SendReminder", 2);
  await inbox.receiveExactly(2, { to: email });
  expect(await outage.hits()).toBe(2);
});

test("a rejected mail is recorded as a failure, and a redrive sends it once SES is well again", async ({
  api,
  inbox,
  executions,
  faults,
  endpoint,
  storage,
}) => {
  const email = inbox.address();
  let id: string;
  {
    await using _outage = await faults.inject({
      service: "ses",
      operation: "SendEmail",
      error: "MessageRejected",
      match: email,
    });
    ({ id } = await api.request({ waitSeconds: 0, message: "Brush Rex", email }));
    await expect(executions.get(id)).toHaveVisited("SendReminder", "RecordFailure", "Failed");
    expect((await api.get(id)).body.status).toBe("FAILED");
    expect(await storage.json(`failures/${id}.json`)).toMatchObject({
      input: { id, message: "Brush Rex", email },
      error: "MailRefused",
      cause: expect.stringContaining("MessageRejected"),
    });
    await inbox.receiveExactly(0, { to: email }, { after: executions.get(id) });
    const again = await redrive(endpoint, id);
    expect(again.exitCode, again.stdout).toBe(1);
    expect(again.stdout).toContain(`failed again in ${id}-redrive-1: MailRefused`);
  }
  const [first, second] = await Promise.all([redrive(endpoint, id), redrive(endpoint, id)]);
  expect([first.exitCode, second.exitCode], `${first.stderr}${second.stderr}`).toEqual([0, 0]);
  await inbox.receiveExactly(2, { to: email });
  expect((await api.get(id)).body.status).toBe("COMPLETED");
  expect(await storage.keys(`failures/${id}`)).toEqual([]);
  const third = await redrive(endpoint, id);
  expect(third.exitCode, third.stderr).toBe(0);
  expect(third.stdout).toContain("nothing to redrive");
  await inbox.receiveExactly(2, { to: email });
  // it starts four commands, each of which takes 20 s on a very busy machine
}, 180_000);

test("a redrive after a failed completion mail does not send the reminder again", async ({
  api,
  inbox,
  executions,
  faults,
  endpoint,
}) => {
  const email = inbox.address();
  let id: string;
  {
    await using _outage = await faults.inject({
      service: "ses",
      operation: "SendEmail",
      error: "MessageRejected",
      match: [email, "Pet cuddle request completed"],
    });
    ({ id } = await api.request({ waitSeconds: 0, message: "Brush Rex", email }));
    await expect(executions.get(id)).toHaveVisited(
      "SendReminder",
      "NotifyCompletion",
      "RecordFailure",
      "Failed",
    );
  }
  expect((await redrive(endpoint, id)).exitCode).toBe(0);
  const subjects = (await inbox.receiveExactly(2, { to: email })).map((mail) => mail.subject);
  expect(subjects[1]).toBe("Pet cuddle request completed");
  expect(subjects[0]).not.toBe(subjects[1]);
});

for (const effect of ["timeout", "crash"] as const) {
  test(`SendReminder is tried again after a ${effect}, and the mail arrives once`, async ({
    api,
    inbox,
    executions,
    faults,
    clock,
  }) => {
    const email = inbox.address();
    await clock.compress(email);
    await faults.inject({ function: SEND, effect, times: 2, match: email });
    const { id } = await api.request({ waitSeconds: 0, email });
    await expect(executions.get(id)).toSucceed();
    await expect(executions.get(id)).toHaveRetried("SendReminder", 2);
    await expect(inbox).toReceiveExactly(2, { to: email });
  });
}

test("RecordFailure is tried again after a time-out, so that no failure is lost", async ({
  api,
  inbox,
  executions,
  faults,
  clock,
  storage,
}) => {
  const email = inbox.address();
  await clock.compress(email);
  await faults.inject({ service: "ses", operation: "SendEmail", error: "MessageRejected", match: email });
  await faults.inject({ function: RECORD_FAILURE, effect: "timeout", times: 2, match: email });
  const { id } = await api.request({ waitSeconds: 0, email });
  await expect(executions.get(id)).toFailWith("MailRefused");
  await expect(executions.get(id)).toHaveRetried("RecordFailure", 2);
  expect(await storage.json(failureKey(id))).toMatchObject({ input: { id, email }, error: "MailRefused" });
});

test("a mail that may have been sent is not sent again, unless an operator says so", async ({
  api,
  inbox,
  executions,
  clock,
  storage,
  endpoint,
}) => {
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: 3_600, email });
  await storage.leaveClaim(id, "sending");
  await clock.compress(email);
  await expect(executions.get(id)).toFailWith("MailUncertain");
  expect(await storage.json(failureKey(id))).toMatchObject({ input: { id }, error: "MailUncertain" });
  expect(await api.cancel(id)).toMatchObject({ status: 409 });

  const refused = await redrive(endpoint, id);
  expect(refused.exitCode, refused.stdout).toBe(1);
  expect(refused.stdout).toContain("SES may have taken the reminder");
  await inbox.receiveExactly(0, { to: email }, { after: executions.get(id) });
  const sent = await redrive(endpoint, id, "--resend");
  expect(sent.exitCode, sent.stderr).toBe(0);
  await expect(inbox).toReceiveExactly(2, { to: email });
  expect((await api.get(id)).body.status).toBe("COMPLETED");
});
