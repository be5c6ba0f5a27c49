/** A state machine that waits for a standard and an Express child: `.sync:2`, and StartSyncExecution. */
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  IntegrationPattern,
  JsonPath,
  Pass,
  StateMachine,
  StateMachineType,
  TaskInput,
} from "aws-cdk-lib/aws-stepfunctions";
import { CallAwsService, StepFunctionsStartExecution } from "aws-cdk-lib/aws-stepfunctions-tasks";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));

/** Doubles a number, and fails for one below 0. */
const child = (name: string, stateMachineType: StateMachineType): StateMachine => {
  const double = new Pass(stack, `${name}Double`, {
    parameters: { "doubled.$": "States.MathAdd($.number, $.number)" },
  });
  const refuse = new Fail(stack, `${name}Refuse`, { error: "TooSmall", cause: "below 0" });
  return new StateMachine(stack, name, {
    stateMachineType,
    definitionBody: DefinitionBody.fromChainable(
      new Choice(stack, `${name}Which`)
        .when(Condition.numberLessThan("$.number", 0), refuse)
        .otherwise(double),
    ),
  });
};
const [standard, express] = [
  child("Standard", StateMachineType.STANDARD),
  child("Express", StateMachineType.EXPRESS),
] as const;

const waitFor = new StepFunctionsStartExecution(stack, "WaitForStandard", {
  stateMachine: standard,
  integrationPattern: IntegrationPattern.RUN_JOB,
  input: TaskInput.fromObject({ number: JsonPath.numberAt("$.number") }),
  resultSelector: { "doubled.$": "$.Output.doubled", "status.$": "$.Status" },
  resultPath: "$.standard",
}).addCatch(new Pass(stack, "Caught"), { resultPath: "$.error" });
const ask = new CallAwsService(stack, "AskExpress", {
  service: "sfn",
  action: "startSyncExecution",
  iamResources: [express.stateMachineArn],
  iamAction: "states:StartSyncExecution",
  parameters: { StateMachineArn: express.stateMachineArn, "Input.$": "States.JsonToString($.standard)" },
  resultSelector: { "output.$": "States.StringToJson($.Output)", "status.$": "$.Status" },
  resultPath: "$.express",
});
const rename = new Pass(stack, "Rename", {
  parameters: { "number.$": "$.standard.doubled" },
  resultPath: "$.standard",
});
const parent = new StateMachine(stack, "Parent", {
  definitionBody: DefinitionBody.fromChainable(waitFor.next(rename).next(ask)),
});
new CfnOutput(stack, "ParentArn", { value: parent.stateMachineArn });
new CfnOutput(stack, "ExpressArn", { value: express.stateMachineArn });
