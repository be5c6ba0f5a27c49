/** Promise: one Idempotency-Key makes one reminder, however often the request is sent. */
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

test("the same key with another request answers 409 and starts nothing", async ({ api, inbox }) => {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const { id } = await api.request(
    { waitSeconds: 600, message: "Brush Rex", email: inbox.address() },
    headers,
  );
  const other = { waitSeconds: 0, message: "Brush Tom", email: inbox.address("other") };
  expect(await api.submit(other, headers)).toMatchObject({ status: 409, body: { status: 409 } });
  await api.cancel(id);
  expect((await api.submit(other, headers)).status).toBe(409);
  expect(await inbox.messages({ to: other.email })).toEqual([]);
});

test("a key that is no key is refused", async ({ api, inbox }) => {
  const request = { waitSeconds: 600, message: "Brush Rex", email: inbox.address() };
  const { status, body } = await api.submit(request, { "Idempotency-Key": "x".repeat(256) });
  expect(status).toBe(400);
  expect(body.errors?.[0]?.field).toBe("Idempotency-Key");
});
