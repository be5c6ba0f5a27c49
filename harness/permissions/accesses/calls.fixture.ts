import type { RecordedCall } from "../../control/call-record.ts";
import type { StackPolicies } from "../policies/stack-policies.ts";

export const ACCOUNT = "000000000000";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/Trial-SendRole`;
export const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Trial-Send`;
export const MACHINE = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:Trial`;
export const API = `arn:aws:execute-api:us-east-1:${ACCOUNT}:api`;

/** A call of a function's code, unless the fields say otherwise. */
export const callOf = (
  service: string,
  operation: string,
  request: RecordedCall["request"] = {},
  fields: Partial<RecordedCall> = {},
): RecordedCall => ({
  seq: 1,
  time: 0,
  service,
  operation,
  account: ACCOUNT,
  region: "us-east-1",
  resource: null,
  role: ROLE,
  session: null,
  principal: "lambda",
  source: null,
  internal: false,
  status: 200,
  error: null,
  durationMs: null,
  requestId: null,
  request,
  ...fields,
});

/** A call of an AWS service on its own behalf. */
export const serviceCall = (
  principal: string,
  service: string,
  operation: string,
  request: RecordedCall["request"],
  source: string | null = null,
): RecordedCall => callOf(service, operation, request, { role: null, principal, source, internal: true });

/** A stack with one role that nothing uses. */
export const stackOf = (fields: Partial<StackPolicies> = {}): StackPolicies => ({
  stack: "Trial",
  account: ACCOUNT,
  region: "us-east-1",
  roles: [{ arn: ROLE, name: "Trial-SendRole", logicalId: "SendRole", trust: {}, policies: [] }],
  resources: [],
  functions: [],
  machines: [],
  identities: [],
  ...fields,
});
