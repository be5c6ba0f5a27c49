import {
  AccessLogFormat,
  EndpointType,
  type IResource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type IFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { REMINDERS_PATH } from "../functions/reminder.ts";
import type { Functions, Job } from "./functions.ts";
import { addGatewayResponses } from "./gateway-responses.ts";
import { logGroup } from "./log-group.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import type { Workflow } from "./workflow/workflow.ts";

interface ApiProps {
  functions: Functions;
  site: Site;
  workflow: Workflow;
  settings: Settings;
}

const STAGE = "prod";

/** Requests with their status and duration: no address, no body, no path that a user typed. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationStatus: "$context.integrationStatus",
  integrationLatency: "$context.integrationLatency",
  errorType: "$context.error.responseType",
};

/** How reminders are asked for, followed and cancelled. */
export class Api extends Construct {
  readonly api: RestApi;
  readonly url: string;

  constructor(scope: Construct, id: string, { functions, site, workflow, settings }: ApiProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    this.api = new RestApi(this, "Rest", {
      restApiName: stackName,
      description: "PetCuddleOTron: reminders to cuddle your pet",
      endpointTypes: [EndpointType.REGIONAL],
      // API Gateway writes its logs under one role for the whole account and region
      cloudWatchRole: true,
      deployOptions: {
        stageName: STAGE,
        variables: stageVariables(site, settings),
        // an open form that sends mail: enough for people, not for floods
        throttlingRateLimit: 50,
        throttlingBurstLimit: 100,
        accessLogDestination: new LogGroupLogDestination(
          logGroup(this, "AccessLogs", `/aws/apigateway/${stackName}/access`),
        ),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
        loggingLevel: MethodLoggingLevel.ERROR,
        // requests hold personal data
        dataTraceEnabled: false,
      },
    });
    this.api.node.tryRemoveChild("Endpoint"); // an output of CDK's own: the stack has ApiUrl
    // API Gateway would create this group, and keep its lines without an end
    this.api.deploymentStage.node.addDependency(
      logGroup(this, "ExecutionLogs", `API-Gateway-Execution-Logs_${this.api.restApiId}/${STAGE}`),
    );
    this.#addRoutes(functions, site);
    addGatewayResponses(this.api, site.url);
    grantExecutions(functions, workflow);
    this.url = settings.target.apiUrl(this.api);
  }

  #addRoutes(functions: Functions, site: Site): void {
    // each function may be called by its own method of this stage, and not by the console's test button
    const route = (resource: IResource, method: string, job: Job) =>
      resource.addMethod(method, new LambdaIntegration(functions.get(job), { allowTestInvoke: false }));
    const { root } = this.api;
    const reminders = root.addResource(REMINDERS_PATH.slice(1));
    const reminder = reminders.addResource("{id}");
    route(reminders, "POST", "request");
    route(reminder, "GET", "get");
    route(reminder, "DELETE", "cancel");
    addPreflight(reminders, site.url, ["POST"]);
    addPreflight(reminder, site.url, ["GET", "DELETE"]);
    this.#refuseElse(functions.get("refuse"), [root, root.addResource("{proxy+}"), reminders, reminder]);
  }

  /** Takes every other request: API Gateway's own answer would be 403, and without CORS headers on LocalStack. */
  #refuseElse(refuse: IFunction, resources: IResource[]): void {
    // by its ARN, so that it gets one permission and not one a resource, of which the widest holds the others
    const { functionArn } = refuse;
    const byArn = LambdaFunction.fromFunctionAttributes(this, "Refuse", {
      functionArn,
      skipPermissions: true,
    });
    for (const resource of resources) resource.addMethod("ANY", new LambdaIntegration(byArn));
    refuse.addPermission("Api", {
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: this.api.arnForExecuteApi("*", "/*", STAGE),
    });
  }
}

function addPreflight(resource: IResource, origin: string, methods: string[]): void {
  resource.addCorsPreflight({
    allowOrigins: [origin],
    allowMethods: [...methods, "OPTIONS"],
    allowHeaders: ["Content-Type", "Idempotency-Key"],
    maxAge: Duration.hours(1),
  });
}

/** API Gateway takes no empty value, so that without a list of domains there is no variable. */
function stageVariables(site: Site, { allowedRecipientDomains }: Settings): Record<string, string> {
  return {
    siteOrigin: site.url,
    ...(allowedRecipientDomains.length > 0 && { allowedRecipientDomains: allowedRecipientDomains.join(",") }),
  };
}

function grantExecutions(functions: Functions, workflow: Workflow): void {
  const { stateMachineArn } = workflow.machine;
  for (const job of ["request", "get", "cancel"] as const) {
    functions.get(job).addEnvironment("STATE_MACHINE_ARN", stateMachineArn);
  }
  functions.get("request").addToRolePolicy(workflow.startStatement());
  functions.get("request").addToRolePolicy(workflow.executionStatement("states:DescribeExecution"));
  functions
    .get("get")
    .addToRolePolicy(workflow.executionStatement("states:DescribeExecution", "states:GetExecutionHistory"));
  functions
    .get("cancel")
    .addToRolePolicy(workflow.executionStatement("states:DescribeExecution", "states:StopExecution"));
}
