/** Promise: one Idempotency-Key makes one reminder, however often the request is sent. */
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { FIELDS, type Field } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

test("two equal requests at once make one execution and one pair of mails", async ({ api, inbox }) => {
  const request = { waitSeconds: 0, message: "Brush Rex", email: inbox.address() };
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const answers = await Promise.all([1, 2, 3].map(() => api.submit(request, headers)));
  expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202]);
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  await expect(inbox).toReceiveExactly(2, { to: request.email });
});

test("the same request after completion answers the same id and sends nothing more", async ({
  api,
  inbox,
  executions,
}) => {
  const request = { waitSeconds: "0", message: " Brush Rex ", email: inbox.address() };
  const headers = { "idempotency-key": crypto.randomUUID() };
  const { id } = await api.request(request, headers);
  await expect(executions.get(id)).toSucceed();
  expect((await api.request({ ...request, waitSeconds: 0, message: "Brush Rex" }, headers)).id).toBe(id);
  await expect(inbox).toReceiveExactly(2, { to: request.email });
});

const OTHERS: Record<Field, unknown> = {
  ...reminderRequest(),
  waitSeconds: 601,
  message: "Brush Tom",
  email: "tom@inbox.example",
};
test.for(FIELDS)(
  "the same key with another %s answers 409 and starts nothing",
  async (field, { api, inbox, executions }) => {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const request = { waitSeconds: 600, message: "Brush Rex", email: inbox.address() };
    const { id } = await api.request(request, headers);
    const other = { ...request, [field]: field in request ? OTHERS[field] : `another ${field}` };
    expect(await api.submit(other, headers)).toMatchObject({ status: 409, body: { status: 409 } });
    await api.cancel(id);
    expect((await api.submit(other, headers)).status).toBe(409);
    const started = await executions.startedWith(
      request.email,
      ...(field === "email" ? ["tom@inbox.example"] : []),
    );
    expect(started.map(({ input }) => input)).toEqual([expect.objectContaining({ id, ...request })]);
  },
);

test("a key that is no key is refused", async ({ api, inbox }) => {
  const request = { waitSeconds: 600, message: "Brush Rex", email: inbox.address() };
  const { status, body } = await api.submit(request, { "Idempotency-Key": "x".repeat(256) });
  expect(status).toBe(400);
  expect(body.errors?.[0]?.field).toBe("Idempotency-Key");
});
