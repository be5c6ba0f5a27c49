/** Promise: the API answers every request as its contract says, and nothing invalid starts anything. */
import { describe } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { MAX_WAIT_SECONDS } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe("an accepted request", () => {
  test("is answered with its id, its status, its time and where to follow it", async ({ api, inbox }) => {
    const before = Date.now();
    const { status, headers, body } = await api.submit({
      waitSeconds: 600,
      message: "Brush Rex",
      email: inbox.address(),
    });
    expect(status).toBe(202);
    expect(body.id).toMatch(ID);
    expect(body.status).toBe("WAITING");
    expect(Date.parse(body.remindAt as string) - before).toBeGreaterThan(595_000);
    expect(Date.parse(body.remindAt as string) - before).toBeLessThan(660_000);
    expect(headers.get("location")).toMatch(new RegExp(`/petcuddleotron/${body.id}$`));
    await api.cancel(body.id as string);
  });

  test("can be followed at the Location of the answer, resolved against the request", async ({
    api,
    http,
  }) => {
    const { headers, body } = await api.submit({ waitSeconds: 600 });
    const location = new URL(headers.get("location") ?? "", `${api.url}/petcuddleotron`);
    expect(String(location)).toBe(`${api.url}/petcuddleotron/${body.id}`);
    const followed = await http.fetch(location);
    expect(followed.status).toBe(200);
    expect(await followed.json()).toMatchObject({ id: body.id, status: "WAITING" });
    await api.cancel(body.id as string);
  });

  test("may have 16,384 bytes, and 16,385 are answered with 413", async ({ api }) => {
    const padded = (bytes: number) => JSON.stringify(reminderRequest({ waitSeconds: 600 })).padEnd(bytes);
    const { status, body } = await api.post(padded(16_384));
    expect(status).toBe(202);
    await api.cancel(body.id as string);
    expect(await api.post(padded(16_385))).toMatchObject({ status: 413, body: { status: 413 } });
  });

  const accepted: Record<string, Record<string, unknown>> = {
    "waitSeconds as a string of digits": { waitSeconds: "86400" },
    "the longest wait": { waitSeconds: MAX_WAIT_SECONDS },
    "the longest message": { message: "🐶".repeat(500) },
    "a message that needs trimming": { message: "  Brush Rex\n" },
    "quotes, emoji and right-to-left text": { message: `"It's" \\ <b>🐕‍🦺</b> & שלום مرحبا` },
  };
  test.for(Object.entries(accepted))("%s", async ([, fields], { api, inbox }) => {
    const { id } = await api.request({
      waitSeconds: 600,
      message: "Brush Rex",
      email: inbox.address(),
      ...fields,
    });
    expect((await api.cancel(id)).body.status).toBe("CANCELLED");
  });
});

describe("an invalid request is refused, naming the field", () => {
  const wrong: Record<string, [fields: Record<string, unknown>, field: string]> = {
    "no waitSeconds": [{ waitSeconds: undefined }, "waitSeconds"],
    "waitSeconds null": [{ waitSeconds: null }, "waitSeconds"],
    "waitSeconds -1": [{ waitSeconds: -1 }, "waitSeconds"],
    'waitSeconds "-1"': [{ waitSeconds: "-1" }, "waitSeconds"],
    "waitSeconds 1.5": [{ waitSeconds: 1.5 }, "waitSeconds"],
    'waitSeconds "1e3"': [{ waitSeconds: "1e3" }, "waitSeconds"],
    'waitSeconds "0x10"': [{ waitSeconds: "0x10" }, "waitSeconds"],
    'waitSeconds " 5 "': [{ waitSeconds: " 5 " }, "waitSeconds"],
    'waitSeconds ""': [{ waitSeconds: "" }, "waitSeconds"],
    'waitSeconds "NaN"': [{ waitSeconds: "NaN" }, "waitSeconds"],
    "waitSeconds true": [{ waitSeconds: true }, "waitSeconds"],
    "waitSeconds in an array": [{ waitSeconds: [5] }, "waitSeconds"],
    "waitSeconds 10^12": [{ waitSeconds: 1e12 }, "waitSeconds"],
    "waitSeconds of 400 digits": [{ waitSeconds: "9".repeat(400) }, "waitSeconds"],
    "a second more than the longest wait": [{ waitSeconds: MAX_WAIT_SECONDS + 1 }, "waitSeconds"],
    "no message": [{ message: undefined }, "message"],
    "an empty message": [{ message: "" }, "message"],
    "a message of white space": [{ message: " \t\n\u00a0" }, "message"],
    "a message of NUL and other control characters": [{ message: "\u0000\u001b\u007f" }, "message"],
    "a message of zero-width, bidi and filler characters": [
      { message: "\u200b\u202e\u3164\u2800\u00ad\u2060\ufe0f" },
      "message",
    ],
    "a message of 1,001 characters": [{ message: "x".repeat(1_001) }, "message"],
    "a nested message": [{ message: { text: "Brush Rex" } }, "message"],
    "a number as message": [{ message: 5 }, "message"],
    "no e-mail address": [{ email: undefined }, "email"],
    "an empty e-mail address": [{ email: "" }, "email"],
    "no address at all": [{ email: "rex" }, "email"],
    "two addresses": [{ email: "a@example.com,b@example.com" }, "email"],
    "a display name": [{ email: "Rex <rex@example.com>" }, "email"],
    "a line break in the address": [{ email: "a@example.com\r\nBcc: b@example.com" }, "email"],
    "a line break after the address": [{ email: "a@example.com\n" }, "email"],
    "two dots in the address": [{ email: "a..b@example.com" }, "email"],
    "a dot before the address": [{ email: ".a@example.com" }, "email"],
    "a dot before the @": [{ email: "a.@example.com" }, "email"],
    "65 characters before the @": [{ email: `${"a".repeat(65)}@example.com` }, "email"],
    "an IP address for a domain": [{ email: "rex@127.0.0.1" }, "email"],
    "an IP address in brackets for a domain": [{ email: "rex@[127.0.0.1]" }, "email"],
    "digits for a domain": [{ email: "rex@123.456" }, "email"],
    "an address beyond ASCII": [{ email: "réx@example.com" }, "email"],
    "an address of 300 characters": [{ email: `${"a".repeat(288)}@example.com` }, "email"],
    "an unknown field": [{ sms: "+123" }, "sms"],
  };
  test.for(Object.entries(wrong))("%s", async ([, [fields, field]], { api, inbox, executions }) => {
    const message = `Brush ${crypto.randomUUID()}`;
    const email = inbox.address();
    const { status, headers, body } = await api.submit({ waitSeconds: 0, message, email, ...fields });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      status: 400,
      detail: expect.any(String),
    });
    expect(body.errors?.map((error) => error.field)).toEqual([field]);
    expect(await executions.startedWith(message)).toEqual([]);
    expect(await inbox.messages({ to: email })).toEqual([]);
  });

  const bodies: Record<string, [body: string | undefined, status: number]> = {
    "no body": [undefined, 400],
    "an empty body": ["", 400],
    "not JSON": ["{waitSeconds: 5", 400],
    "an array": ["[]", 400],
    "JSON null": ["null", 400],
    "a JSON string": ['"Brush Rex"', 400],
    "NaN in JSON": ['{"waitSeconds": NaN, "message": "x", "email": "a@example.com"}', 400],
    "5 MB": [JSON.stringify({ waitSeconds: 5, message: "x".repeat(5e6), email: "a@example.com" }), 413],
  };
  test.for(Object.entries(bodies))("%s", async ([, [body, expected]], { api }) => {
    const answer = await api.post(body);
    expect(answer.status).toBe(expected);
    expect(answer.body).toMatchObject({ status: expected, detail: expect.any(String) });
  });

  test("a content type other than JSON", async ({ api, inbox }) => {
    const body = JSON.stringify({ waitSeconds: 0, message: "Brush Rex", email: inbox.address() });
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "nonsense",
    ]) {
      expect(await api.post(body, { "content-type": type })).toMatchObject({
        status: 415,
        body: { status: 415 },
      });
    }
  });
});

describe("a reminder that does not exist", () => {
  const unknown = ["nonsense", crypto.randomUUID(), "a%2Fb", "%F0%9F%90%B6", "x".repeat(200), "..%2f", "*"];
  test.for(unknown)("GET and DELETE %s answer 404", async (id, { api }) => {
    for (const answer of [await api.get(id), await api.cancel(id)]) {
      expect(answer).toMatchObject({ status: 404, body: { status: 404 } });
    }
  });
});

describe("what the API does not know", () => {
  test("another method is answered with 405 and the methods that are allowed", async ({ api }) => {
    const collection = await api.send("PUT", "/petcuddleotron", { body: "{}" });
    expect(collection.status).toBe(405);
    expect(collection.headers.get("allow")).toMatch(/POST/);
    const item = await api.send("PATCH", "/petcuddleotron/some-id", { body: "{}" });
    expect(item.status).toBe(405);
    expect(item.headers.get("allow")).toMatch(/GET/);
  });

  test("another path is answered with 404", async ({ api }) => {
    for (const path of ["/", "/cuddles", "/petcuddleotron/some-id/more"]) {
      expect(await api.send("GET", path)).toMatchObject({ status: 404, body: { status: 404 } });
    }
  });
});
