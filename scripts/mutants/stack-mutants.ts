import type { Mutant } from "./mutant.ts";

export const STACK_MUTANTS: readonly Mutant[] = [
  {
    name: "SendReminder is not retried",
    find: "caught(sendReminder, $THROTTLED, $TRANSIENT)",
    replace: 'caught(sendReminder, ["Never"], ["Nor.This"])',
    caughtBy: "integration/failures.test.ts",
  },
  {
    name: "no task has a Catch",
    find: 'task.addCatch(recordFailure, { errors: [$ALL], resultPath: "$.failure" })',
    replace: 'task.addCatch(recordFailure, { errors: ["Never"], resultPath: "$.failure" })',
    caughtBy: "integration/failures.test.ts",
  },
  {
    name: "the wait is forgotten",
    find: 'WaitTime.secondsPath("$.waitSeconds")',
    replace: 'WaitTime.secondsPath("$.attempt")',
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "the completion mail is sent before the reminder",
    find: "$START.next(timer).next($SEND).next($NOTIFY)",
    replace: "$START.next(timer).next($NOTIFY).next($SEND)",
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "the completion mail goes to its sender",
    find: 'JsonPath.array(JsonPath.stringAt("$.email"))',
    replace: "[sender]",
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "the completion mail has the reminder's subject",
    find: '"$.mails.completion.subject"',
    replace: '"$.mails.reminder.subject"',
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "the execution's data is logged",
    find: "includeExecutionData: false",
    replace: "includeExecutionData: true",
    in: "stack/",
    caughtBy: "integration/privacy.test.ts",
  },
  {
    name: "any origin may read the answers",
    find: "siteOrigin: site.url",
    replace: 'siteOrigin: "*"',
    caughtBy: "integration/cors.test.ts",
  },
  {
    name: "the preflight does not allow the Idempotency-Key",
    find: 'allowHeaders: ["Content-Type", "Idempotency-Key"]',
    replace: 'allowHeaders: ["Content-Type"]',
    caughtBy: "integration/cors.test.ts",
  },
  {
    name: "DELETE is not routed",
    find: 'route(reminder, "DELETE", "cancel")',
    replace: 'route(reminder, "DELETE", "get")',
    caughtBy: "integration/cancel.test.ts",
  },
  {
    name: "the storage bucket is open",
    find: "blockPublicAccess: BlockPublicAccess.BLOCK_ALL",
    replace: "blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY",
    caughtBy: "integration/site.test.ts",
  },
  {
    name: "the site's bucket is closed",
    find: "publicReadAccess: true",
    replace: "publicReadAccess: false",
    caughtBy: "integration/site.test.ts",
  },
];
