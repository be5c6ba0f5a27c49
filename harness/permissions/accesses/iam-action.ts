import type { RecordedCall } from "../../control/call-record.ts";
import { iamData } from "../evaluator-packages.ts";
import { itemActions } from "./item-accesses.ts";
import { unmappedCall } from "./unmapped-call.ts";

/** Services that have another name in IAM than in the AWS CLI. */
const PREFIXES: Record<string, string> = {
  stepfunctions: "states",
  sesv2: "ses",
  dynamodbstreams: "dynamodb",
  efs: "elasticfilesystem",
  elb: "elasticloadbalancing",
  elbv2: "elasticloadbalancing",
  opensearch: "es",
  resourcegroupstaggingapi: "tag",
};

/**
 * Operations that need other actions than those of the same name, or none.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
const ACTIONS: Record<string, readonly string[]> = {
  "lambda:Invoke": ["lambda:InvokeFunction"],
  "lambda:InvokeAsync": ["lambda:InvokeFunction"],
  "lambda:InvokeWithResponseStream": ["lambda:InvokeFunction"],
  "s3:HeadObject": ["s3:GetObject"],
  "s3:ListObjects": ["s3:ListBucket"],
  "s3:ListObjectsV2": ["s3:ListBucket"],
  "s3:HeadBucket": ["s3:ListBucket"],
  "s3:ListBuckets": ["s3:ListAllMyBuckets"],
  "s3:DeleteObjects": ["s3:DeleteObject"],
  "s3:CreateMultipartUpload": ["s3:PutObject"],
  "s3:UploadPart": ["s3:PutObject"],
  "s3:CompleteMultipartUpload": ["s3:PutObject"],
  "sts:GetCallerIdentity": [],
  "sqs:SendMessageBatch": ["sqs:SendMessage"],
  "sqs:DeleteMessageBatch": ["sqs:DeleteMessage"],
  "sqs:ChangeMessageVisibilityBatch": ["sqs:ChangeMessageVisibility"],
  "sns:PublishBatch": ["sns:Publish"],
  "scheduler:CreateSchedule": ["scheduler:CreateSchedule", "iam:PassRole"],
  "scheduler:UpdateSchedule": ["scheduler:UpdateSchedule", "iam:PassRole"],
  "dynamodb:TransactGetItems": ["dynamodb:GetItem"],
};

/** Parameters of S3 with which an operation needs one more action, or another one. */
const S3_PUT = { Tagging: "s3:PutObjectTagging", ACL: "s3:PutObjectAcl" };
const VERSIONED: Record<string, string> = {
  "s3:GetObject": "s3:GetObjectVersion",
  "s3:DeleteObject": "s3:DeleteObjectVersion",
};

/**
 * The IAM actions that a call needs.
 * @throws HarnessError UNMAPPED_CALL where IAM knows no action for the operation
 */
export async function iamActions(call: RecordedCall): Promise<readonly string[]> {
  const own = `${PREFIXES[call.service] ?? call.service}:${call.operation}`;
  const actions = (ACTIONS[own] ?? itemActions(own, call) ?? [own]).flatMap((action) =>
    withParameters(action, call.request),
  );
  const { iamActionExists, iamServiceExists } = await iamData();
  for (const action of actions) {
    const [service = "", name = ""] = action.split(":");
    if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name)))
      throw unmappedCall(call, "IAM has no action of that name");
  }
  return actions;
}

function withParameters(action: string, request: RecordedCall["request"]): string[] {
  if (action === "s3:PutObject") {
    const more = Object.entries(S3_PUT).filter(([parameter]) => request[parameter]);
    return [action, ...more.map(([, also]) => also)];
  }
  return [request.VersionId ? (VERSIONED[action] ?? action) : action];
}
