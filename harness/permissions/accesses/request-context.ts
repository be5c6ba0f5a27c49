import type { RecordedCall } from "../../control/call-record.ts";
import { conditionKeys, type PolicyDocument } from "../policies/policy-document.ts";
import type { Caller, RequestContext } from "./access.ts";
import { bareAddress } from "./iam-resource.ts";

/**
 * Every condition key that has a value here. A policy with a condition on another key cannot be evaluated.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const MODELLED = [
  "aws:SecureTransport",
  "aws:RequestedRegion",
  "aws:SourceArn",
  "aws:SourceAccount",
  "aws:PrincipalArn",
  "aws:PrincipalAccount",
  "aws:PrincipalType",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalServiceName",
  "iam:PassedToService",
  "s3:prefix",
  "s3:delimiter",
  "s3:max-keys",
  "s3:x-amz-acl",
  "s3:x-amz-server-side-encryption",
  "s3:x-amz-storage-class",
  "ses:ApiVersion",
  "ses:FromAddress",
  "ses:FromDisplayName",
  "ses:FeedbackAddress",
  "ses:Recipients",
].map((key) => key.toLowerCase());

/** The keys in conditions of a policy that have no value here. */
export const unmodelledKeys = (document: PolicyDocument): string[] =>
  conditionKeys(document).filter((key) => !MODELLED.includes(key));

interface Facts {
  account: string;
  region?: string;
  /** Whether the caller used TLS, as AWS's own services and SDKs do. Default: true. */
  tls?: boolean;
  /** ARN on whose behalf a service acts. */
  source?: string | undefined;
}

/** The values for every request of this caller. */
export function callerContext(by: Caller, { account, region, tls = true, source }: Facts): RequestContext {
  const common = {
    "aws:SecureTransport": String(tls),
    ...(region !== undefined && { "aws:RequestedRegion": region }),
    ...(source !== undefined && {
      "aws:SourceArn": source,
      "aws:SourceAccount": source.split(":")[4] || account,
    }),
  };
  switch (by.kind) {
    case "role":
      return {
        ...common,
        "aws:PrincipalArn": by.role,
        "aws:PrincipalAccount": account,
        "aws:PrincipalType": "AssumedRole",
      };
    case "service":
      return { ...common, "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": by.service };
    case "anyone":
      return { ...common, "aws:PrincipalType": "Anonymous" };
  }
}

/** Parameters of S3 that are condition keys. */
const S3_KEYS: Record<string, string> = {
  Prefix: "s3:prefix",
  Delimiter: "s3:delimiter",
  MaxKeys: "s3:max-keys",
  ACL: "s3:x-amz-acl",
  ServerSideEncryption: "s3:x-amz-server-side-encryption",
  StorageClass: "s3:x-amz-storage-class",
};

/** The values that the parameters of a call give. */
export function parameterContext({ service, request }: RecordedCall): RequestContext {
  if (service === "s3") {
    const given = Object.entries(S3_KEYS).filter(
      ([name]) => request[name] !== null && request[name] !== undefined,
    );
    return Object.fromEntries(given.map(([name, key]) => [key, String(request[name])]));
  }
  // the role of a schedule is passed to Scheduler
  if (service === "scheduler") return { "iam:PassedToService": "scheduler.amazonaws.com" };
  return service === "ses" || service === "sesv2" ? mailContext(service, request) : {};
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html */
function mailContext(service: string, request: RecordedCall["request"]): RequestContext {
  const source = request.Source ?? request.FromEmailAddress;
  if (typeof source !== "string") return {};
  const { ToAddresses, CcAddresses, BccAddresses } = (request.Destination ?? {}) as Record<string, string[]>;
  const to = [ToAddresses, CcAddresses, BccAddresses, request.Destinations as string[] | undefined];
  const displayName = /^"?([^"<]+?)"?\s*</.exec(source)?.[1];
  const feedback = request.ReturnPath ?? request.FeedbackForwardingEmailAddress;
  return {
    "ses:ApiVersion": service === "sesv2" ? "2" : "1",
    "ses:FromAddress": bareAddress(source),
    "ses:Recipients": to.flatMap((addresses) => addresses ?? []).map(bareAddress),
    ...(displayName !== undefined && { "ses:FromDisplayName": displayName }),
    ...(typeof feedback === "string" && { "ses:FeedbackAddress": feedback }),
  };
}
