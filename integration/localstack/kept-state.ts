/** What a LocalStack is filled with, to be found again in the next one. */
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateKeyCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient, SendEmailCommand, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { clientConfig } from "localstack-harness";

export const NAME = "kept";
export const LARGE = Buffer.alloc(1_000_000, "cuddle");
const ROLE = "arn:aws:iam::000000000000:role/any";

type Clients = ReturnType<typeof clientsOf>;

export function clientsOf(endpoint: string) {
  const config = clientConfig(endpoint);
  return {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    dynamodb: new DynamoDBClient(config),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    events: new EventBridgeClient(config),
    kms: new KMSClient(config),
    secrets: new SecretsManagerClient(config),
    ssm: new SSMClient(config),
    cognito: new CognitoIdentityProviderClient(config),
    ses: new SESClient(config),
    sfn: new SFNClient(config),
  };
}

export async function fill(aws: Clients) {
  await aws.s3.send(new CreateBucketCommand({ Bucket: NAME }));
  await aws.s3.send(
    new PutBucketVersioningCommand({ Bucket: NAME, VersioningConfiguration: { Status: "Enabled" } }),
  );
  for (const Body of ["first", LARGE])
    await aws.s3.send(new PutObjectCommand({ Bucket: NAME, Key: "a ä/b", Body, Metadata: { pet: "Rex" } }));
  await aws.s3.send(new PutObjectCommand({ Bucket: NAME, Key: "gone", Body: "x" }));
  await aws.s3.send(new DeleteObjectCommand({ Bucket: NAME, Key: "gone" }));

  await aws.dynamodb.send(
    new CreateTableCommand({
      TableName: NAME,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  await aws.dynamodb.send(
    new PutItemCommand({ TableName: NAME, Item: { id: { S: "1" }, data: { B: Buffer.from([0, 255]) } } }),
  );

  const { QueueUrl = "" } = await aws.sqs.send(new CreateQueueCommand({ QueueName: NAME }));
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "stays" }));
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const queue = Attributes?.QueueArn ?? "";
  const { TopicArn = "" } = await aws.sns.send(new CreateTopicCommand({ Name: NAME }));
  await aws.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: queue,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  await aws.events.send(new PutRuleCommand({ Name: NAME, EventPattern: '{"source":["pets"]}' }));
  await aws.events.send(
    new PutTargetsCommand({ Rule: NAME, Targets: [{ Id: "1", Arn: queue, InputPath: "$.detail.pet" }] }),
  );

  const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
  const { CiphertextBlob } = await aws.kms.send(
    new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from("secret") }),
  );
  await aws.secrets.send(new CreateSecretCommand({ Name: NAME, SecretString: "s3cret" }));
  await aws.ssm.send(new PutParameterCommand({ Name: NAME, Value: "value", Type: "String" }));
  const { UserPool } = await aws.cognito.send(new CreateUserPoolCommand({ PoolName: NAME }));
  await aws.cognito.send(new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username: "ann" }));

  const Source = "me@example.com";
  await aws.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: Source }));
  await aws.ses.send(
    new SendEmailCommand({
      Source,
      Destination: { ToAddresses: ["you@example.com"] },
      Message: { Subject: { Data: "Kept" }, Body: { Text: { Data: "Hi" } } },
    }),
  );

  const execution = async (name: string, States: Record<string, unknown>) => {
    const [StartAt] = Object.keys(States);
    const definition = JSON.stringify({ StartAt, States });
    const { stateMachineArn } = await aws.sfn.send(
      new CreateStateMachineCommand({ name, definition, roleArn: ROLE }),
    );
    const { executionArn = "" } = await aws.sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: '{"pet":"Rex"}' }),
    );
    return executionArn;
  };
  const succeeded = await execution("succeeded", { Done: { Type: "Pass", End: true } });
  const waiting = await execution("waiting", {
    Wait: { Type: "Wait", Seconds: 8, Next: "Done" },
    Done: { Type: "Pass", End: true },
  });
  const { activityArn } = await aws.sfn.send(new CreateActivityCommand({ name: NAME }));
  // no worker takes it
  const asking = await execution("asking", { Ask: { Type: "Task", Resource: activityArn, End: true } });
  return { QueueUrl, TopicArn, CiphertextBlob, UserPoolId: UserPool?.Id, succeeded, waiting, asking };
}
