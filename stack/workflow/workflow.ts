import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { ArnFormat, Aws, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { CLAIMS_PREFIX, FAILURES_PREFIX } from "../../functions/storage.ts";
import type { Functions } from "../functions.ts";
import { logGroup } from "../log-group.ts";
import type { Mail } from "../mail.ts";
import type { Settings } from "../settings.ts";
import type { Storage } from "../storage.ts";
import { definition } from "./definition.ts";

interface WorkflowProps {
  functions: Functions;
  mail: Mail;
  storage: Storage;
  settings: Settings;
}

/** What a reminder goes through. */
export class Workflow extends Construct {
  readonly machine: StateMachine;
  readonly #machineArn: string;
  readonly #executionArns: string;

  constructor(scope: Construct, id: string, { functions, mail, storage, settings }: WorkflowProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    // from the machine's name and not from the machine, because its role has to exist before it
    this.#machineArn = this.#statesArn("stateMachine", stackName);
    this.#executionArns = this.#statesArn("execution", `${stackName}:*`);
    grantStorage(functions, storage);
    functions.get("send").addToRolePolicy(mail.sendStatement());
    functions.get("send").addEnvironment("SENDER", mail.sender);
    if (mail.configurationSet)
      functions.get("send").addEnvironment("CONFIGURATION_SET", mail.configurationSet);

    const invoked = [functions.get("compose"), functions.get("send"), functions.get("record-failure")];
    const role = this.#role();
    const policy = new Policy(this, "Policy", {
      roles: [role],
      statements: [...invocation(invoked), mail.sendStatement(), logDelivery()],
    });
    this.machine = new StateMachine(this, "Machine", {
      stateMachineName: stackName,
      definitionBody: DefinitionBody.fromChainable(
        definition(this, { functions, mail, sesRate: settings.sesRate }),
      ),
      // the statements above are all: CDK would add every version of each function
      role: role.withoutPolicyUpdates(),
      logs: {
        destination: logGroup(this, "Logs", `/aws/vendedlogs/states/${stackName}`),
        level: LogLevel.ALL,
        // it is personal data
        includeExecutionData: false,
      },
    });
    this.machine.node.addDependency(policy);
  }

  /** The right to start executions. */
  startStatement(): PolicyStatement {
    return new PolicyStatement({ actions: ["states:StartExecution"], resources: [this.#machineArn] });
  }

  /** The right to do this to executions that are there. */
  executionStatement(...actions: `states:${string}`[]): PolicyStatement {
    return new PolicyStatement({ actions, resources: [this.#executionArns] });
  }

  #statesArn(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: "states", resource, resourceName, arnFormat });
  }

  /** Only this machine, in this account, may take the role (AWS Step Functions, "cross-service confused deputy"). */
  #role(): Role {
    return new Role(this, "Role", {
      assumedBy: new ServicePrincipal("states.amazonaws.com").withConditions({
        ArnEquals: { "aws:SourceArn": this.#machineArn },
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
      }),
    });
  }
}

/** Functions that decide about a reminder claim it; a conditional overwrite needs the right to read the object, too. */
function grantStorage(functions: Functions, { bucket }: Storage): void {
  const on = (prefix: string, ...actions: `s3:${string}`[]) =>
    new PolicyStatement({ actions, resources: [bucket.arnForObjects(`${prefix}*`)] });
  for (const job of ["cancel", "send", "record-failure"] as const) {
    functions.get(job).addEnvironment("STORAGE_BUCKET", bucket.bucketName);
    functions.get(job).addToRolePolicy(on(CLAIMS_PREFIX, "s3:GetObject", "s3:PutObject"));
  }
  functions.get("record-failure").addToRolePolicy(on(FAILURES_PREFIX, "s3:PutObject"));
}

const invocation = (functions: IFunction[]) => [
  new PolicyStatement({
    actions: ["lambda:InvokeFunction"],
    resources: functions.map(({ functionArn }) => functionArn),
  }),
];

/** These do not support resources (AWS Step Functions, "Logging using CloudWatch Logs": the policy given there). */
const logDelivery = () =>
  new PolicyStatement({
    actions: [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ],
    resources: ["*"],
  });
