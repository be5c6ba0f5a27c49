/** Promise: what is transient is retried, what lasts is recorded and can be sent later, and nothing is sent twice. */
import { execa } from "execa";
import { expect, test } from "./app.ts";

const redrive = (endpoint: string, id: string) =>
  execa("node", ["scripts/redrive.ts", "--endpoint", endpoint, "--id", id], { reject: false });

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
    expect(await inbox.messages({ to: email })).toEqual([]);
    expect((await redrive(endpoint, id)).exitCode).not.toBe(0);
  }
  const [first, second] = await Promise.all([redrive(endpoint, id), redrive(endpoint, id)]);
  expect([first.exitCode, second.exitCode], `${first.stderr}${second.stderr}`).toEqual([0, 0]);
  await inbox.receiveExactly(2, { to: email });
  expect((await api.get(id)).body.status).toBe("COMPLETED");
  expect(await storage.keys(`failures/${id}`)).toEqual([]);
  expect((await redrive(endpoint, id)).exitCode).not.toBeUndefined();
  await inbox.receiveExactly(2, { to: email });
});

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
