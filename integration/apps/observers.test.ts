/**
 * Promise: a test sees what an app leaves in queues, topics, buses, buckets and tables, by the names of the app's
 * constructs, and takes nothing away. The examples of harness/README.md are between `#region` and `#endregion`.
 */
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientConfig } from "localstack-harness";
import { reportFailure } from "localstack-harness/vitest";
import { describe } from "vitest";
import { expect, test } from "./observers-app.ts";

// the deployment takes longer than a test may
test.beforeAll(({ deployed }) => expect(deployed).toHaveLength(1), 120_000);

describe.concurrent("observers", () => {
  // #region observers
  test("a greeting is kept, announced and queued", async ({ api, table, bucket, bus, topic, queue }) => {
    const name = crypto.randomUUID();
    const response = await api("Greeter").fetch("/", { method: "POST", body: JSON.stringify({ name }) });
    expect(response.status).toBe(201);
    await expect(table("Data/Greeted")).toHaveItem({ name, times: 1 });
    await expect(bucket("Cards")).toHaveObject({ key: `cards/${name}`, body: /^Hello/ });
    await expect(bus("Events")).toReceive({ source: "greeter", detailType: "Greeted", detail: { name } });
    await expect(topic("News")).toReceiveExactly(1, { subject: "Greeting", message: { name, kind: "dog" } });
    await expect(queue("LettersUrl")).toReceive({ body: name });
    await api("Greeter").fetch("/", { method: "DELETE", body: JSON.stringify({ name }) });
    await expect(table("Data/Greeted")).not.toHaveItem({ name });
  });

  test("the daily letter is sent", async ({ clock, queue }) => {
    await clock.fire("Daily");
    await expect(queue("Letters")).toReceive({ body: { daily: true } });
  });
  // #endregion

  test("looking takes nothing, and what a consumer took is still seen", async ({
    endpoint,
    queue,
    deployed: [stack],
  }) => {
    const sqs = new SQSClient(clientConfig(endpoint));
    const [errands, QueueUrl, MessageBody] = [queue("Errands"), stack?.outputs.ErrandsUrl, "a walk"];
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await expect(errands).toReceiveExactly(1, { body: MessageBody, consumed: false });
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(message).toMatchObject({ Body: MessageBody, ReceiptHandle: expect.any(String) });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    sqs.destroy();
    await expect(errands).toReceive({ body: MessageBody, consumed: true });
    expect(await errands.list()).toMatchObject([{ receives: 1 }]);
  });

  test("a name that no construct has is an error", async ({ queue, table }) => {
    await expect(expect(queue("Leters")).toReceive()).rejects.toThrow(
      'there is no queue "Leters": did you mean "Letters"?',
    );
    await expect(expect(table("Letters")).not.toHaveItem({})).rejects.toMatchObject({
      code: "UNKNOWN_RESOURCE",
    });
  });

  test("the report of a failed test shows what it observed, and its own reading is no call", async ({
    harness,
    api,
    bus,
    bucket,
    table,
    calls,
  }) => {
    const name = crypto.randomUUID();
    await api("Greeter").fetch("/", { method: "POST", body: JSON.stringify({ name }) });
    await expect(bus("Events")).toReceive({ detail: { name } });
    await expect(bucket("Cards")).toHaveObject({ key: `cards/${name}` });
    await expect(table("Greeted")).toHaveItem({ name });
    const failed = { name: "observed", file: "observers.test.ts", errors: [] };
    const text = await reportFailure(harness, failed, "reports");
    expect(text).toMatch(new RegExp(`bus Events\\n(.*\\n)*.*greeter "Greeted" {"name":"${name}"`));
    expect(text).toMatch(new RegExp(`bucket Cards\\n(.*\\n)*.*cards/${name} \\(42 bytes\\)`));
    expect(text).toMatch(new RegExp(`table Greeted\\n(.*\\n)*.*${name}`));
    expect(await calls.list({ match: name, operation: "PutItem" })).toHaveLength(1);
    expect(await calls.list({ match: [], operation: /^(Scan|ListObjectsV2)$/, role: "" })).toEqual([]);
  });
});
