/** Pipes from a queue, a table's stream and a Kinesis stream, with filters, an enrichment and input templates. */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Stream, StreamMode } from "aws-cdk-lib/aws-kinesis";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { CallAwsService } from "aws-cdk-lib/aws-stepfunctions-tasks";

const app = new App();
const context = (name: string): string => app.node.getContext(name);
const stack = new Stack(app, context("stack"));
const removalPolicy = RemovalPolicy.DESTROY;
const output = (name: string, value: string): CfnOutput => new CfnOutput(stack, name, { value });
const queue = (name: string): Queue => {
  const made = new Queue(stack, name, { removalPolicy });
  output(`${name}Url`, made.queueUrl);
  return made;
};
const role = new Role(stack, "PipeRole", { assumedBy: new ServicePrincipal("pipes.amazonaws.com") });
const fn = (name: string, body: string): Fn => {
  const made = new Fn(stack, name, {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromInline(`exports.handler = async (events) => { ${body} };`),
  });
  made.grantInvoke(role);
  return made;
};
const roleArn = role.roleArn;

const orders = queue("Orders");
const done = queue("Done");
const enrich = fn("Enrich", "return events.map(({ body }) => ({ ...JSON.parse(body), price: 3 }));");
const machine = new StateMachine(stack, "Machine", {
  definitionBody: DefinitionBody.fromChainable(
    new CallAwsService(stack, "Send", {
      service: "sqs",
      action: "sendMessage",
      iamResources: [done.queueArn],
      parameters: { QueueUrl: done.queueUrl, "MessageBody.$": "States.JsonToString($)" },
    }),
  ),
});
new CfnPipe(stack, "OrdersPipe", {
  roleArn,
  source: orders.queueArn,
  sourceParameters: {
    filterCriteria: { filters: [{ pattern: JSON.stringify({ body: { kind: ["order"] } }) }] },
  },
  enrichment: enrich.functionArn,
  target: machine.stateMachineArn,
  targetParameters: {
    stepFunctionStateMachineParameters: { invocationType: "FIRE_AND_FORGET" },
    inputTemplate: `{"greeting": "${context("greeting")} <$.name>", "total": <$.price>}`,
  },
});

const table = new Table(stack, "Pets", {
  partitionKey: { name: "name", type: AttributeType.STRING },
  stream: StreamViewType.NEW_IMAGE,
  removalPolicy,
});
output("TableName", table.tableName);
const changes = queue("Changes");
new CfnPipe(stack, "ChangesPipe", {
  roleArn,
  source: table.tableStreamArn ?? "",
  sourceParameters: {
    dynamoDbStreamParameters: { startingPosition: "TRIM_HORIZON", batchSize: 5 },
    filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ["INSERT"] }) }] },
  },
  target: changes.queueArn,
  targetParameters: { inputTemplate: '{"name": <$.dynamodb.Keys.name.S>, "what": "<$.eventName>"}' },
});

const stream = new Stream(stack, "Walks", {
  streamMode: StreamMode.PROVISIONED,
  shardCount: 1,
  removalPolicy,
});
output("StreamName", stream.streamName);
const dead = queue("Dead");
const failing = fn("Failing", 'throw new Error("no");');
new CfnPipe(stack, "WalksPipe", {
  roleArn,
  source: stream.streamArn,
  sourceParameters: {
    kinesisStreamParameters: {
      startingPosition: "TRIM_HORIZON",
      maximumRetryAttempts: 0,
      deadLetterConfig: { arn: dead.queueArn },
    },
  },
  target: failing.functionArn,
});
