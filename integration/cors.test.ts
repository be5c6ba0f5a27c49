/** Promise: the page, and only the page, may read the API's answers from another origin. */
import { expect, test } from "./app.ts";

test("a preflight from the page's origin allows the methods and headers the page uses", async ({ api }) => {
  for (const [path, method] of [
    ["/petcuddleotron", "POST"],
    ["/petcuddleotron/some-id", "GET"],
    ["/petcuddleotron/some-id", "DELETE"],
  ] as const) {
    const { status, headers } = await api.send("OPTIONS", path, {
      headers: {
        "access-control-request-method": method,
        "access-control-request-headers": "content-type,idempotency-key",
      },
    });
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe(api.origin);
    expect(headers.get("access-control-allow-methods")).toContain(method);
    expect(headers.get("access-control-allow-headers")?.toLowerCase()).toContain("content-type");
    expect(headers.get("access-control-allow-headers")?.toLowerCase()).toContain("idempotency-key");
  }
});

test("every answer, good or bad, carries the site's origin", async ({ api, inbox }) => {
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email: inbox.address() });
  const answers = {
    "200 GET": await api.get(id),
    "200 DELETE": await api.cancel(id),
    "202 POST": await api.submit({ waitSeconds: 0, message: "Brush Rex", email: inbox.address() }),
    "400 POST": await api.post("not JSON"),
    "404 GET": await api.get("nobody-knows"),
    "404 path": await api.send("GET", "/nowhere"),
    "405 PUT": await api.send("PUT", "/petcuddleotron"),
    "413 POST": await api.post(JSON.stringify({ message: "x".repeat(100_000) })),
    "415 POST": await api.post("x", { "content-type": "text/plain" }),
  };
  for (const [name, { status, headers }] of Object.entries(answers)) {
    expect(`${status} ${name.slice(4)}`).toBe(name);
    expect(headers.get("access-control-allow-origin"), name).toBe(api.origin);
  }
});

test("another origin is not allowed", async ({ api }) => {
  const answer = await api.send("GET", "/petcuddleotron/some-id", {
    headers: { origin: "http://evil.example" },
  });
  expect(answer.headers.get("access-control-allow-origin")).not.toBe("http://evil.example");
  expect(answer.headers.get("access-control-allow-origin")).not.toBe("*");
});
