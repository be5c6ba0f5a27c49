/** Promise: an HTTP API calls services without a function, with values of the request. */
import { deploy } from "localstack-harness";
import { expect, test } from "../app.ts";
import { messagesOf } from "./queue.ts";

test("an HTTP API puts events, sends messages and starts executions", { timeout: 240_000 }, async ({
  endpoint,
  http,
}) => {
  const { outputs } = await deploy({
    endpoint,
    app: "node integration/apps/cdk/web/http-services.app.ts",
    context: { stack: `services-${crypto.randomUUID().slice(0, 8)}` },
  });
  const post = (path: string, body: object): Promise<Response> =>
    http.fetch(`${outputs.ServicesUrl}/${path}`, { method: "POST", body: JSON.stringify(body) });

  const put = await post("events", { pet: "Rex" });
  expect(await put.json()).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  expect(await messagesOf(endpoint, outputs.WalksUrl, 1)).toEqual([{ by: "event", pet: "Rex" }]);

  const sent = await post("messages", { walk: { by: "message", pet: "Tom" } });
  expect(await sent.text()).toMatch(/<MessageId>.+<\/MessageId>/);
  expect(await messagesOf(endpoint, outputs.WalksUrl, 1)).toEqual([{ by: "message", pet: "Tom" }]);

  const greeted = await post("greetings", { pet: "Kit" });
  expect(await greeted.json()).toMatchObject({ status: "SUCCEEDED", output: '"Kit"' });
});
