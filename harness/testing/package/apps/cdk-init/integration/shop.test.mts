import { expect, test } from "localstack-harness/vitest";

test("an order is accepted at the address that the stack puts out", async ({ outputs, http }) => {
  const [, url] = Object.entries(outputs).find(([name]) => name.startsWith("ApiEndpoint")) ?? [];
  const response = await http.fetch(`${url}`, { method: "POST", body: "one ball" });
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});
