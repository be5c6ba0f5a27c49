/** Promise: every log line says which reminder it is about, and none whose it is or what it says. */
import { type FailureRecord, failureKey } from "../functions/storage.ts";
import { expect, test } from "./app.ts";

test("the id is in the logs of the whole way, the address and the message in none", async ({
  api,
  inbox,
  executions,
  faults,
  logs,
  storage,
}) => {
  const email = inbox.address();
  const message = `Brush ${crypto.randomUUID()}`;
  await using _outage = await faults.inject({
    service: "ses",
    operation: "SendEmail",
    error: "MessageRejected",
    message: `Address ${email} is not verified`,
    match: email,
  });
  const { id } = await api.request({ waitSeconds: 0, message, email });
  await api.submit({ waitSeconds: "soon", message, email });
  await api.submit({ waitSeconds: 0, message, email: `${email}\r\nBcc: ${email}` });
  await expect(executions.get(id)).toHaveVisited("RecordFailure", "Failed");
  // SES repeats the address in its error, and nothing passes it on
  const { cause } = (await storage.json(failureKey(id))) as FailureRecord;
  expect(cause).toContain("Address (an address) is not verified");
  const { caught, failure } = await executions.get(id).describe();
  expect(JSON.stringify([cause, caught, failure])).not.toContain(email);
  await api.get(id);

  for (const name of ["Request", "Compose", "Send", "RecordFailure", "Get", "states"]) {
    await logs.of(id, new RegExp(name)).waitFor(id);
  }
  const groups = await logs.groups();
  const lines = (await Promise.all(groups.map((group) => logs.in(group).read()))).flat();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line.message).not.toContain(email);
    expect(line.message).not.toContain(message);
  }
});
