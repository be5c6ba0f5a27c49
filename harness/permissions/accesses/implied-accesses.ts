import type { StackPolicies } from "../policies/stack-policies.ts";
import type { Access, Caller } from "./access.ts";
import { callerContext } from "./request-context.ts";

type Implied = Omit<Access, "times">;

/** What the role of a state machine with a log needs: CloudWatch delivers the log for Step Functions. */
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

/** What API Gateway needs of the role for its logs, and checks when an account names one. */
const API_LOGGING = [
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:PutLogEvents",
];

const TRACING = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
/** What Lambda needs of a function's role to read for it, by the service of the queue or stream. */
const READING: Record<string, readonly string[]> = {
  sqs: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  dynamodb: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
};

/** Step Functions also reads which executions to trace. */
const SAMPLING = ["xray:GetSamplingRules", "xray:GetSamplingTargets"];

/**
 * What AWS does under the roles of a stack and LocalStack does not, or not always. It must be allowed, and counts as used.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export function impliedAccesses(policies: StackPolicies): Implied[] {
  return [...ofFunctions(policies), ...ofMachines(policies), ...ofApiLogging(policies)];
}

function ofFunctions({ functions, account, region }: StackPolicies): Implied[] {
  return functions.flatMap(({ role, logGroup, traced, sources = [] }) => {
    const stream = `${logGroupArn(account, region, logGroup)}:log-stream:any`;
    return [
      ...byRole(role, account, ["logs:CreateLogStream", "logs:PutLogEvents"], stream, "Lambda's log"),
      ...(traced ? byRole(role, account, TRACING, "*", "Lambda's traces") : []),
      ...sources.flatMap((source) => {
        const [service = ""] = source.split(":").slice(2);
        const why = "Lambda's event source";
        const streams =
          service === "dynamodb" ? byRole(role, account, ["dynamodb:ListStreams"], "*", why) : [];
        return [...byRole(role, account, READING[service] ?? [], source, why), ...streams];
      }),
    ];
  });
}

function ofMachines({ machines, account }: StackPolicies): Implied[] {
  return machines.flatMap(({ role, logged, traced }) => [
    ...(logged ? byRole(role, account, LOG_DELIVERY, "*", "the state machine's log") : []),
    ...(traced ? byRole(role, account, [...TRACING, ...SAMPLING], "*", "the state machine's traces") : []),
  ]);
}

function ofApiLogging({ roles, apiLoggingRole, account, region }: StackPolicies): Implied[] {
  const role = roles.find(({ arn }) => arn === apiLoggingRole)?.arn;
  if (role === undefined) return [];
  const why = "API Gateway's log";
  const group = logGroupArn(account, region, "API-Gateway-Execution-Logs_any/any");
  const by: Caller = { kind: "service", service: "apigateway.amazonaws.com" };
  return [
    { by, action: "sts:AssumeRole", resource: role, context: callerContext(by, { account }), why },
    ...API_LOGGING.flatMap((action) => byRole(role, account, [action], resourceOfLog(action, group), why)),
  ];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
function resourceOfLog(action: string, group: string): string {
  if (action === "logs:DescribeLogGroups") return "*";
  return /Stream$|LogEvents$/.test(action) && action !== "logs:FilterLogEvents"
    ? `${group}:log-stream:any`
    : group;
}

const logGroupArn = (account: string, region: string, name: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;

function byRole(
  role: string,
  account: string,
  actions: readonly string[],
  resource: string,
  why: string,
): Implied[] {
  const by: Caller = { kind: "role", role };
  return actions.map((action) => ({ by, action, resource, context: callerContext(by, { account }), why }));
}
