/** Promise: what a template says of functions and secrets is applied, is named if it has no effect, or is refused by name. */
import { GetFunctionConcurrencyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { inject } from "vitest";
import { expect, test } from "../app.ts";

const deployStack = (stack: string, context: Record<string, string> = {}): Promise<Deployed> =>
  deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/settings.app.ts",
    context: { stack, ...context },
  });
const newStack = (): string => `settings-${crypto.randomUUID().slice(0, 8)}`;

test("a function keeps its reserved concurrency, and a secret is rotated", { timeout: 240_000 }, async ({
  endpoint,
}) => {
  const stack = newStack();
  const lambda = new LambdaClient(clientConfig(endpoint));
  const reserved = async ({ outputs }: Deployed) => {
    const read = new GetFunctionConcurrencyCommand({ FunctionName: outputs.WalkerName });
    return (await lambda.send(read)).ReservedConcurrentExecutions;
  };
  const first = await deployStack(stack, { reserved: "2" });
  expect(await reserved(first)).toBe(2);
  expect(first.withoutEffect).toEqual([
    expect.stringMatching(
      /^AWS::S3::Bucket Photos\w+ \(stack .*\) LifecycleConfiguration: no object expires/,
    ),
  ]);

  const secrets = new SecretsManagerClient(clientConfig(endpoint));
  const SecretId = first.outputs.SecretArn;
  expect((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe("rotated");
  const { RotationEnabled, RotationRules } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  expect([RotationEnabled, RotationRules?.AutomaticallyAfterDays]).toEqual([true, 30]);
  secrets.destroy();

  expect(await reserved(await deployStack(stack))).toBeUndefined();
  lambda.destroy();
});

test("a durable function, and a layer of another account, are refused with what to do", {
  timeout: 180_000,
}, async () => {
  await expect(deployStack(newStack(), { durable: "true" })).rejects.toThrow(
    /AWS::Lambda::Function Walker\w+ .*DurableConfig: durable functions run only on AWS: use a state machine/,
  );
  const layer = "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsTypeScriptV2:20";
  await expect(deployStack(newStack(), { layer })).rejects.toThrow(
    /AWS::Lambda::Function Walker.*AWSLambdaPowertoolsTypeScriptV2:20 belongs to another account.*add Powertools/s,
  );
});
