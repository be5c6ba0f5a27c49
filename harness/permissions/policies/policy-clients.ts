import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig } from "../../aws/client-config.ts";

/** Clients of the services that have policies, and of those that act under roles. */
export interface PolicyClients extends Disposable {
  apiGateway: APIGatewayClient;
  cloudFormation: CloudFormationClient;
  events: EventBridgeClient;
  iam: IAMClient;
  lambda: LambdaClient;
  s3: S3Client;
  scheduler: SchedulerClient;
  ses: SESClient;
  sfn: SFNClient;
  sns: SNSClient;
  sqs: SQSClient;
}

export function policyClients(
  endpoint: string,
  place: Parameters<typeof clientConfig>[1] = {},
): PolicyClients {
  const config = clientConfig(endpoint, place);
  const clients = {
    apiGateway: new APIGatewayClient(config),
    cloudFormation: new CloudFormationClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client(config),
    scheduler: new SchedulerClient(config),
    ses: new SESClient(config),
    sfn: new SFNClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
  const dispose = () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, [Symbol.dispose]: dispose };
}
