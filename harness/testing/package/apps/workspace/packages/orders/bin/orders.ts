import { App, CfnOutput, Duration, Stack, Stage } from "aws-cdk-lib";
import { Code, Function as Handler, Runtime } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, Pass, StateMachine } from "aws-cdk-lib/aws-stepfunctions";

const app = new App();
const env = { account: "123456789012", region: "eu-west-1" };
const stage: string = app.node.tryGetContext("orders:stage") ?? "none";

const storage = new Stack(app, "Storage", { env, stackName: `${stage}-order-storage` });
const queue = new Queue(storage, "Queue", { visibilityTimeout: Duration.seconds(5) });

// its template refers to the other stack
const intake = new Stack(app, "Intake", { env });
const handler = new Handler(intake, "Handler", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromAsset("functions"),
  environment: { QUEUE_URL: queue.queueUrl },
});
queue.grantSendMessages(handler);
new CfnOutput(intake, "HandlerName", { value: handler.functionName });
new CfnOutput(intake, "StageName", { value: stage });

const audit = new Stack(new Stage(app, "Audit", { env: { ...env, region: "eu-central-1" } }), "Trail");
const trail = new StateMachine(audit, "Trail", {
  definitionBody: DefinitionBody.fromChainable(new Pass(audit, "Note")),
});
new CfnOutput(audit, "TrailArn", { value: trail.stateMachineArn });
