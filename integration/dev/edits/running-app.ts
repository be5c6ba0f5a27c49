import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig, stackOutputs } from "localstack-harness";

export interface RunningApp {
  functions: { FunctionName: string; answer: unknown; CodeSha256: string | undefined }[];
  definition: unknown;
  queues: (string | undefined)[];
  pages: Record<string, string>;
  outputs: Record<string, string>;
}

/** What LocalStack runs of the edited app, in a form that is equal for equal files. */
export async function runningApp(endpoint: string): Promise<RunningApp> {
  const config = clientConfig(endpoint);
  const [lambda, sfn, s3, sqs] = [
    new LambdaClient(config),
    new SFNClient(config),
    new S3Client(config),
    new SQSClient(config),
  ];
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const names = Functions.map(({ FunctionName = "" }) => FunctionName).sort();
  const functions = await Promise.all(
    names.map(async (FunctionName) => {
      const { CodeSha256, Environment, Handler, Runtime, Timeout } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
      const answer = JSON.parse(Payload?.transformToString() ?? "null");
      return {
        FunctionName,
        answer,
        CodeSha256,
        variables: Environment?.Variables,
        Handler,
        Runtime,
        Timeout,
      };
    }),
  );
  const { definition = "" } = await sfn.send(
    new DescribeStateMachineCommand({
      stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:edited-machine",
    }),
  );
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "edited-site" }));
  const pages = await Promise.all(
    Contents.map(async ({ Key = "" }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "edited-site", Key }));
      const text = (await Body?.transformToString()) ?? "";
      // under dev, pages reload by themselves
      return [Key, text.replace(/<script src="http:\/\/127\.0\.0\.1:\d+\/reload\.js" async><\/script>/, "")];
    }),
  );
  const outputs = Object.entries(await stackOutputs(endpoint, "Edited")).map(([name, value]) => [
    name,
    value.replaceAll(new URL(endpoint).port, "PORT"),
  ]);
  for (const client of [lambda, sfn, s3, sqs]) client.destroy();
  return {
    functions,
    definition: JSON.parse(definition),
    queues: QueueUrls.map((url) => url.split("/").at(-1)).sort(),
    pages: Object.fromEntries(pages.sort()),
    outputs: Object.fromEntries(outputs.sort()),
  };
}
