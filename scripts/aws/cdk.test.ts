import { expect, test } from "vitest";
import { progressOf } from "./cdk.ts";

const event = (done: number, status: string) =>
  `PetCuddleOTron | ${done}/70 | 4:10:23 PM | ${status.padEnd(20)} | AWS::S3::Bucket | Site/Bucket (SiteBucket978D4AEB) reason`;

test.each([
  [event(10, "CREATE_COMPLETE"), "10 of 70 resources"],
  [event(70, "CREATE_COMPLETE"), "70 of 70 resources"],
  [event(11, "CREATE_COMPLETE"), undefined],
  [event(11, "CREATE_FAILED"), "CREATE_FAILED: AWS::S3::Bucket Site/Bucket (SiteBucket978D4AEB) reason"],
  [
    "PetCuddleOTron: creating CloudFormation changeset...",
    "PetCuddleOTron: creating CloudFormation changeset...",
  ],
  ["PetCuddleOTron: success: Built Functions/RecordFailure/Code", undefined],
  ["The following log groups are added: /aws/lambda/PetCuddleOTron-RecordFailure", undefined],
  [" ❌  PetCuddleOTron failed: AccessDenied", "❌  PetCuddleOTron failed: AccessDenied"],
  ["", undefined],
])("of %j users see %j", (line, shown) => expect(progressOf(line)).toBe(shown));
