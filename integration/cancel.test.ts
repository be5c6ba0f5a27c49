/** Promise: a reminder can be cancelled until it is sent, and then nothing is sent. */
import { expect, test } from "./app.ts";

test("a waiting reminder is cancelled, its execution aborted and no mail sent", async ({
  api,
  inbox,
  executions,
}) => {
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email });
  expect(await api.cancel(id)).toMatchObject({ status: 200, body: { id, status: "CANCELLED" } });
  await expect(executions.get(id)).toEndAs("ABORTED");
  expect(await api.get(id)).toMatchObject({ status: 200, body: { id, status: "CANCELLED" } });
  expect(await inbox.messages({ to: email })).toEqual([]);
});

test("cancelling again answers the same", async ({ api, inbox }) => {
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email: inbox.address() });
  const first = await api.cancel(id);
  expect(await api.cancel(id)).toMatchObject({ status: 200, body: first.body });
});

test("a completed reminder cannot be cancelled: 409", async ({ api, inbox, executions }) => {
  const { id } = await api.request({ waitSeconds: 0, message: "Brush Rex", email: inbox.address() });
  await expect(executions.get(id)).toSucceed();
  expect(await api.cancel(id)).toMatchObject({ status: 409, body: { status: 409 } });
  expect((await api.get(id)).body.status).toBe("COMPLETED");
});
