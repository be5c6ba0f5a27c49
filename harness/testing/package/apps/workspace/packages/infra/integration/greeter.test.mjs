import { expect, test } from "localstack-harness/vitest";

test("the function answers at its address", async ({ outputs, http }) => {
  const response = await http.fetch(`${outputs.GreeterUrl}`);
  expect(await response.text()).toMatch(/^hello from v/);
});
