/** Promise: no answer of the API is cached, guessed at, or tells more than it must. */
import { expect, test } from "./app.ts";

test("every answer is kept out of caches and taken for what it says it is", async ({ api }) => {
  const answers = [
    await api.post("not JSON"),
    await api.get("nobody-knows"),
    await api.send("PUT", "/petcuddleotron"),
    await api.send("GET", "/nowhere"),
  ];
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
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: 600, message: "Brush secretly", email });
  for (const { body } of [await api.get(id), await api.cancel(id)]) {
    expect(JSON.stringify(body)).not.toContain(email);
    expect(JSON.stringify(body)).not.toContain("secretly");
  }
});
