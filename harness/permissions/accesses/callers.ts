import type { RecordedCall } from "../../control/call-record.ts";
import type { Caller } from "./access.ts";

/** What identifies the caller of a call. */
export interface KnownCallers {
  /** ARNs of the roles that are checked. */
  roles: ReadonlySet<string>;
  /** ARN of the role under which API Gateway writes its logs, where it is one of them. */
  apiLoggingRole: string | undefined;
  /** Names of the buckets that are websites. */
  websites: ReadonlySet<string>;
}

/**
 * Who made a call, as AWS would have seen it; `undefined` for callers whose permissions are not checked: a user,
 * CloudFormation, or a part of LocalStack that does not exist on AWS.
 */
export function callerOf(call: RecordedCall, known: KnownCallers): Caller | undefined {
  if (call.role !== null) return ofRole(call, known);
  if (call.principal !== null) return ofService(call, call.principal, known);
  // LocalStack reads what a visitor of an S3 website requests; AWS applies the bucket's policy to that visitor
  const isVisit = call.internal && call.service === "s3" && /^(Get|Head)Object$/.test(call.operation);
  return isVisit && known.websites.has(String(call.request.Bucket)) ? { kind: "anyone" } : undefined;
}

function ofRole(call: RecordedCall, { roles }: KnownCallers): Caller | undefined {
  if (call.role === null || !roles.has(call.role)) return undefined;
  return isDetour(call) ? undefined : { kind: "role", role: call.role };
}

/**
 * LocalStack writes to the log stream of a function before it creates it, and creates the log group again when that fails.
 * AWS creates the group only where there is none.
 */
const isDetour = ({ internal, service, operation, error }: RecordedCall): boolean =>
  internal &&
  service === "logs" &&
  operation === "CreateLogGroup" &&
  error === "ResourceAlreadyExistsException";

function ofService(call: RecordedCall, principal: string, known: KnownCallers): Caller | undefined {
  // API Gateway writes access logs under the role that the account names for it
  if (call.service === "logs" && principal === "apigateway") {
    return known.apiLoggingRole === undefined ? undefined : { kind: "role", role: known.apiLoggingRole };
  }
  return { kind: "service", service: servicePrincipal(principal) };
}

/** `lambda` as policies name it: `lambda.amazonaws.com`. */
export const servicePrincipal = (name: string): string => `${name}.amazonaws.com`;

/** Buckets whose website was requested, in these calls. */
export function websitesIn(calls: readonly RecordedCall[]): Set<string> {
  return new Set(
    calls
      .filter(
        ({ internal, operation, status }) => internal && operation === "GetBucketWebsite" && status === 200,
      )
      .map(({ request }) => String(request.Bucket)),
  );
}
