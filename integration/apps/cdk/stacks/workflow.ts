/** A workflow in JSONata that writes to a table and a bucket, which an event of a bus starts. */
import { CfnOutput, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, type IRuleTarget, Rule } from "aws-cdk-lib/aws-events";
import { SfnStateMachine } from "aws-cdk-lib/aws-events-targets";
import { DefinitionBody, QueryLanguage, StateMachine } from "aws-cdk-lib/aws-stepfunctions";

export function addWorkflow(stack: Stack): void {
  const table = new Table(stack, "Visits", {
    partitionKey: { name: "id", type: AttributeType.STRING },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const definition = {
    QueryLanguage: "JSONata",
    StartAt: "Keep",
    States: {
      Keep: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:putItem",
        Arguments: {
          TableName: table.tableName,
          Item: {
            id: { S: "{% $states.input.detail.id %}" },
            pet: { S: "{% $uppercase($states.input.detail.pet) %}" },
          },
        },
        Output: { kept: "{% $states.input.detail.id %}" },
        End: true,
      },
    },
  };
  const machine = new StateMachine(stack, "Machine", {
    definitionBody: DefinitionBody.fromString(stack.toJsonString(definition)),
    queryLanguage: QueryLanguage.JSONATA,
  });
  table.grantWriteData(machine);
  const bus = new EventBus(stack, "Bus");
  new Rule(stack, "OnVisit", {
    eventBus: bus,
    eventPattern: { source: ["pets"], detail: { pet: [{ prefix: "R" }] } },
    targets: [new SfnStateMachine(machine) as IRuleTarget],
  });
  new CfnOutput(stack, "BusName", { value: bus.eventBusName });
  new CfnOutput(stack, "VisitsTable", { value: table.tableName });
}
