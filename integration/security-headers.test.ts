/** Promise: responses of the API are not cached, their type is not guessed, and they reveal only what they must. */
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { expect, test } from "./app.ts";

test("every answer is kept out of caches and taken for what it says it is", async ({ api }) => {
  const accepted = await api.submit({ waitSeconds: 600 });
  const id = accepted.body.id ?? "";
  const answers = [
    accepted,
    await api.get(id),
    await api.cancel(id),
    await api.post("not JSON"),
    await api.get("nobody-knows"),
    await api.send("PUT", "/petcuddleotron"),
    await api.send("GET", "/nowhere"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 200, 200, 400, 404, 405, 404]);
  for (const { status, headers } of answers) {
    expect(headers.get("cache-control"), `${status}`).toBe("no-store");
    expect(headers.get("x-content-type-options"), `${status}`).toBe("nosniff");
  }
});

test("a problem does not repeat what was sent", async ({ api }) => {
  const secret = crypto.randomUUID();
  for (const body of [`{"message": "${secret}`, JSON.stringify({ email: secret, message: { secret } })]) {
    expect(JSON.stringify((await api.post(body)).body)).not.toContain(secret);
  }
});

test("an answer about a reminder carries no message and no address", async ({ api, inbox }) => {
  const request = { waitSeconds: 600, message: "Brush secretly", email: inbox.address() };
  const accepted = await api.submit(request);
  const id = accepted.body.id ?? "";
  for (const { status, headers, body } of [accepted, await api.get(id), await api.cancel(id)]) {
    const answer = JSON.stringify([body, [...headers]]);
    expect(answer, `${status}`).toContain(id);
    for (const text of Object.values(reminderRequest(request)).filter((value) => typeof value === "string"))
      expect(answer, `${status}`).not.toContain(text);
  }
});
