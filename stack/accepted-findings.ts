import { type Stack, Validations } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * What cdk-nag's AWS Solutions pack finds and this stack means: the construct below the stack, the rule, the reason.
 * nag.test.ts fails for every other finding, and for one here that is found no more.
 */
export const ACCEPTED: [path: string, rule: string, reason: string][] = [
  [
    "Functions",
    "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:PetCuddleOTron:*]",
    "every reminder has its own execution, and all of them belong to this one machine",
  ],
  [
    "Functions/SendRole",
    "AwsSolutions-IAM5[Resource::<StorageBucket5CB7C8EA.Arn>/claims/*]",
    "every reminder has its own claim, below this one prefix",
  ],
  [
    "Functions/CancelRole",
    "AwsSolutions-IAM5[Resource::<StorageBucket5CB7C8EA.Arn>/claims/*]",
    "every reminder has its own claim, below this one prefix",
  ],
  [
    "Functions/RecordFailureRole",
    "AwsSolutions-IAM5[Resource::<StorageBucket5CB7C8EA.Arn>/claims/*]",
    "every reminder has its own claim, below this one prefix",
  ],
  [
    "Functions/RecordFailureRole",
    "AwsSolutions-IAM5[Resource::<StorageBucket5CB7C8EA.Arn>/failures/*]",
    "every reminder has its own record, below this one prefix",
  ],
  ["Site/Bucket", "AwsSolutions-S1", "access logs would keep visitors' addresses"],
  ["Site/Bucket", "AwsSolutions-S2", "a bucket policy opens the objects of a website to everyone"],
  ["Site/Bucket", "AwsSolutions-S5", "the site is served by S3 itself, without CloudFront"],
  ["Site/Bucket", "AwsSolutions-S10", "S3 serves websites over HTTP only"],
  ["Storage/Bucket", "AwsSolutions-S1", "two functions have access, and CloudTrail reports all other access"],
  [
    "Workflow/Policy",
    "AwsSolutions-IAM5[Resource::*]",
    "the log delivery actions of Step Functions do not support resources",
  ],
  [
    "Workflow/Machine",
    "AwsSolutions-SF2",
    "the reminder's id leads through all logs; X-Ray would add a wildcard grant",
  ],
  [
    "Api/Rest",
    "AwsSolutions-APIG2",
    "the functions validate, by the schema that the site uses, and name the field",
  ],
  ["Api/Rest", "AwsSolutions-APIG3", "the stage throttles; a web ACL costs more than all the rest"],
  ["Api/Rest", "AwsSolutions-APIG4", "everyone may request a reminder; its id authorizes all other calls"],
  ["Api/Rest", "AwsSolutions-COG4", "there are no users"],
  [
    "Api/Rest/CloudWatchRole",
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
    "API Gateway checks the account's logging role against this policy",
  ],
];

/** Leaves the reasons with the constructs, where CDK's validation finds them. */
export function acceptFindings(stack: Stack): void {
  for (const [path, id, reason] of ACCEPTED) {
    const construct = path.split("/").reduce((node, child) => node.node.findChild(child), stack as Construct);
    Validations.of(construct).acknowledge({ id, reason });
  }
}
