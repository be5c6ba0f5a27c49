import { GetAccountCommand, GetRestApiCommand } from "@aws-sdk/client-api-gateway";
import { GetPolicyCommand, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { GetBucketPolicyCommand, S3ServiceException } from "@aws-sdk/client-s3";
import type { PolicyClients } from "./policy-clients.ts";
import { type PolicyDocument, parsePolicy } from "./policy-document.ts";

/** The policy of a resource: who may do what with it. */
export interface ResourcePolicy {
  /** ARN of the resource. */
  resource: string;
  /** As the stack names the resource. */
  logicalId: string;
  document: PolicyDocument;
  /** A bucket's setting `RestrictPublicBuckets`: only the account has access, also if the policy allows more. */
  restricted?: boolean;
}

/** A resource of a stack that may have a policy. */
export interface PolicyOwner {
  /** Its ARN, or for some types its name. */
  physicalId: string;
  logicalId: string;
  /** As the template has them. */
  properties: Record<string, unknown>;
  account: string;
  region: string;
}

/** Of a function, or of a version or an alias of one. */
export async function readFunctionPolicy(
  { lambda }: PolicyClients,
  { physicalId, logicalId, account, region }: PolicyOwner,
): Promise<ResourcePolicy | undefined> {
  const resource = physicalId.startsWith("arn:")
    ? physicalId
    : `arn:aws:lambda:${region}:${account}:function:${physicalId}`;
  try {
    const { Policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName: resource }));
    return { resource, logicalId, document: parsePolicy(Policy) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

export async function readBucketPolicy(
  { s3 }: PolicyClients,
  { physicalId, logicalId, properties }: PolicyOwner,
): Promise<ResourcePolicy | undefined> {
  try {
    const { Policy = "{}" } = await s3.send(new GetBucketPolicyCommand({ Bucket: physicalId }));
    return {
      resource: `arn:aws:s3:::${physicalId}`,
      logicalId,
      document: parsePolicy(Policy),
      restricted: isRestricted(properties.PublicAccessBlockConfiguration),
    };
  } catch (error) {
    // the SDK has no class for this error
    if (error instanceof S3ServiceException && error.name === "NoSuchBucketPolicy") return undefined;
    throw error;
  }
}

/**
 * LocalStack reports every bucket of CloudFormation as restricted. On AWS a bucket without this configuration is
 * restricted, and one with it is as configured.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const isRestricted = (configuration: unknown): boolean =>
  configuration === undefined ||
  String((configuration as { RestrictPublicBuckets?: unknown }).RestrictPublicBuckets) === "true";

/** Of a REST API: who may call it at all. */
export async function readApiPolicy(
  { apiGateway }: PolicyClients,
  { physicalId, logicalId, account, region }: PolicyOwner,
): Promise<ResourcePolicy | undefined> {
  const { policy } = await apiGateway.send(new GetRestApiCommand({ restApiId: physicalId }));
  if (!policy) return undefined;
  const resource = `arn:aws:execute-api:${region}:${account}:${physicalId}`;
  // API Gateway returns it with its quotes escaped once more
  return { resource, logicalId, document: parsePolicy(policy.replaceAll(String.raw`\"`, '"')) };
}

/** ARN of the role that the account names for API Gateway's logs, in this region. */
export async function readApiLoggingRole({ apiGateway }: PolicyClients): Promise<string | undefined> {
  return (await apiGateway.send(new GetAccountCommand({}))).cloudwatchRoleArn;
}
