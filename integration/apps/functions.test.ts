/** Promise: functions run as CDK deploys them: Python with a layer, Node.js without its SDK, called by an address. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { beforeAll, inject } from "vitest";
import { expect, test } from "../app.ts";

let deployed: Deployed;
const output = (key: string): string => deployed.outputs[key] ?? "";

beforeAll(async () => {
  const name = `functions-${crypto.randomUUID().slice(0, 8)}`;
  deployed = await deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/functions.app.ts",
    context: { name },
  });
}, 180_000);

test("a Python function uses its layer and boto3, a Node.js function the SDK of its runtime", async ({
  endpoint,
}) => {
  using client = disposable(new LambdaClient(clientConfig(endpoint)));
  const invoked = async (FunctionName: string, event: object): Promise<unknown> => {
    const { Payload } = await client.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    return JSON.parse(Payload?.transformToString() ?? "");
  };
  expect(await invoked(output("PythonName"), { name: "Rex" })).toEqual({
    text: "Hello Rex",
    function: output("PythonName"),
  });
  expect(await invoked(output("NodeName"), { key: "Rex" })).toBe("Hello Rex");
});

test("a function with an address streams status, headers and parts", async ({ http }) => {
  const response = await http.fetch(`${output("StreamedUrl")}?name=Rex`);
  expect(response.status).toBe(201);
  expect(response.headers.get("x-pet")).toBe("Rex");
  expect(response.headers.getSetCookie()).toEqual(["seen=1"]);
  expect(await response.text()).toBe("Hello Rex");
});

test("a function with an address answers pages by its configuration for them", async ({ http }) => {
  const asked = (origin: string): Promise<Response> =>
    http.fetch(output("StreamedUrl"), {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "x-pet" },
    });
  const allowed = await asked("https://pets.example");
  expect(allowed.status).toBe(200);
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://pets.example");
  expect(allowed.headers.get("access-control-allow-headers")).toBe("x-pet");
  expect((await asked("https://other.example")).headers.get("access-control-allow-origin")).toBeNull();
});

const disposable = (client: LambdaClient): LambdaClient & Disposable =>
  Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
