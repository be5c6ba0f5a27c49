/** Promise: filters of log groups apply their patterns, and what is only recorded is named. */
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";

test("a subscriber, a metric and a search see the events that match", { timeout: 240_000 }, async ({
  endpoint,
  logs,
}) => {
  const stack = `watched-${crypto.randomUUID().slice(0, 8)}`;
  const deployed = await deploy({
    endpoint,
    app: "node integration/apps/cdk/watched.app.ts",
    context: { stack },
  });
  const output = (name: string): string => deployed.outputs[name] ?? "";
  expect(deployed.withoutEffect).toEqual([
    `AWS::WAFv2::WebACL Guard (stack ${stack}): requests are not filtered`,
    `AWS::ApplicationAutoScaling::ScalableTarget Scale (stack ${stack}): nothing is scaled`,
  ]);

  const lambda = new LambdaClient(clientConfig(endpoint));
  for (const [level, name] of [
    ["INFO", "Tom"],
    ["ERROR", "Rex"],
  ])
    await lambda.send(
      new InvokeCommand({ FunctionName: output("WalkerName"), Payload: JSON.stringify({ level, name }) }),
    );
  lambda.destroy();

  await expect(logs.in(output("SeenLog"))).toHaveLogged("seen Rex");
  await expect(logs.in(output("SeenLog"))).not.toHaveLogged("seen Tom");

  const client = new CloudWatchLogsClient(clientConfig(endpoint));
  const { events = [] } = await client.send(
    new FilterLogEventsCommand({ logGroupName: output("WalksLog"), filterPattern: "{ $.name = R* }" }),
  );
  client.destroy();
  expect(events.map(({ message }) => message)).toEqual([expect.stringContaining('"name":"Rex"')]);

  const metrics = new CloudWatchClient(clientConfig(endpoint));
  const now = Date.now();
  const { Datapoints = [] } = await metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: stack,
      MetricName: "Metres",
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 3_600_000),
      Period: 3600,
      Statistics: ["Sum"],
    }),
  );
  metrics.destroy();
  expect(Datapoints.map(({ Sum }) => Sum)).toEqual([70]);
});
