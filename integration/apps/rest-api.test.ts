/** Promise: a REST API asks for keys of its usage plans and checks requests by its models, also after both have changed. */
import { type Deployed, deploy } from "localstack-harness";
import { inject } from "vitest";
import { expect, test } from "../app.ts";

const stack = `orders-${crypto.randomUUID().slice(0, 8)}`;
const key: string = crypto.randomUUID();
const deployStack = (context: Record<string, string> = {}): Promise<Deployed> =>
  deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/web/rest-api.app.ts",
    context: { stack, key, ...context },
  });

test("orders need a key and what the model demands", { timeout: 240_000 }, async ({ http }) => {
  const { outputs, withoutEffect } = await deployStack();
  expect(withoutEffect).toEqual([expect.stringMatching(/UsagePlan .* Quota: the requests of a key are not/)]);
  const order = async (body: object, { query = "?shop=1", headers = { "x-api-key": key } } = {}) => {
    const response = await http.fetch(`${outputs.ApiUrl}orders${query}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  expect(await order({ pet: "Rex" })).toEqual({ status: 200, text: '{"pet":"Rex"}' });
  expect(await order({ pet: "Rex" }, { headers: { "x-api-key": "wrong" } })).toMatchObject({ status: 403 });
  expect(await order({ pet: 5 })).toEqual({ status: 400, text: '{"message":"Invalid request body"}' });
  expect(await order({ pet: "Rex" }, { query: "" })).toMatchObject({
    status: 400,
    text: expect.stringContaining("Missing required request parameters: [shop]"),
  });

  await deployStack({ quantities: "true" });
  expect(await order({ pet: "Rex" })).toMatchObject({ status: 400 });
  expect(await order({ pet: "Rex", quantity: 2 }, { query: "" })).toMatchObject({ status: 200 });
});
