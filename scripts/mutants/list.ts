import type { Mutant } from "./mutant.ts";

const STACK: Mutant[] = [
  {
    name: "SendReminder is not retried",
    file: "stack/definition.ts",
    find: "caught(sendReminder, [THROTTLED_ERROR, LAMBDA_THROTTLED], [...LAMBDA_ERRORS, ...TRANSIENT_ERRORS])",
    replace: 'caught(sendReminder, ["Never"], ["Nor.This"])',
    promise: "failures",
  },
  {
    name: "no task has a Catch",
    file: "stack/definition.ts",
    find: '.addCatch(recordFailure, { errors: [Errors.ALL], resultPath: "$.failure" })',
    replace: '.addCatch(recordFailure, { errors: ["Never"], resultPath: "$.failure" })',
    promise: "failures",
  },
  {
    name: "the wait is forgotten",
    file: "stack/definition.ts",
    find: 'WaitTime.secondsPath("$.waitSeconds")',
    replace: 'WaitTime.secondsPath("$.attempt")',
    promise: "workflow",
  },
  {
    name: "the completion mail is sent before the reminder",
    file: "stack/definition.ts",
    find: `    .next(caught(sendReminder, [THROTTLED_ERROR, LAMBDA_THROTTLED], [...LAMBDA_ERRORS, ...TRANSIENT_ERRORS]))
    .next(caught(notifyingCompletion(scope, mail), [SES_THROTTLED], SES_ERRORS));`,
    replace: `    .next(caught(notifyingCompletion(scope, mail), [SES_THROTTLED], SES_ERRORS))
    .next(caught(sendReminder, [THROTTLED_ERROR, LAMBDA_THROTTLED], [...LAMBDA_ERRORS, ...TRANSIENT_ERRORS]));`,
    promise: "workflow",
  },
  {
    name: "the completion mail goes to its sender",
    file: "stack/definition.ts",
    find: 'JsonPath.array(JsonPath.stringAt("$.email"))',
    replace: "[sender]",
    promise: "workflow",
  },
  {
    name: "the completion mail has the reminder's subject",
    file: "stack/definition.ts",
    find: "$.mails.completion.subject",
    replace: "$.mails.reminder.subject",
    promise: "workflow",
  },
  {
    name: "the execution's data is logged",
    file: "stack/workflow.ts",
    find: "includeExecutionData: false",
    replace: "includeExecutionData: true",
    promise: "privacy",
  },
  {
    name: "any origin may read the answers",
    file: "stack/api.ts",
    find: "siteOrigin: site.url,",
    replace: 'siteOrigin: "*",',
    promise: "cors",
  },
  {
    name: "the preflight does not allow the Idempotency-Key",
    file: "stack/api.ts",
    find: 'allowHeaders: ["Content-Type", "Idempotency-Key"]',
    replace: 'allowHeaders: ["Content-Type"]',
    promise: "cors",
  },
  {
    name: "DELETE is not routed",
    file: "stack/api.ts",
    find: 'route(reminder, "DELETE", "cancel");',
    replace: 'route(reminder, "DELETE", "get");',
    promise: "cancel",
  },
  {
    name: "the storage bucket is open",
    file: "stack/storage.ts",
    find: "blockPublicAccess: BlockPublicAccess.BLOCK_ALL,",
    replace: "blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY,",
    promise: "site",
  },
  {
    name: "the site's bucket is closed",
    file: "stack/site.ts",
    find: "publicReadAccess: true",
    replace: "publicReadAccess: false",
    promise: "site",
  },
];

const FUNCTIONS: Mutant[] = [
  {
    name: "unknown fields are let in",
    file: "functions/reminder.ts",
    find: "v.strictObject(",
    replace: "v.object(",
    promise: "api-contract",
  },
  {
    name: "a message may be empty",
    file: "functions/reminder.ts",
    find: 'v.minLength(1, "must not be empty")',
    replace: 'v.minLength(0, "must not be empty")',
    promise: "api-contract",
  },
  {
    name: "a wait may be negative",
    file: "functions/reminder.ts",
    find: 'v.minValue(0, "must be 0 seconds or more")',
    replace: 'v.minValue(-10, "must be 0 seconds or more")',
    promise: "api-contract",
  },
  {
    name: "a wait may be longer than an execution lives",
    file: "functions/reminder.ts",
    find: "v.maxValue(MAX_WAIT_SECONDS,",
    replace: "v.maxValue(MAX_WAIT_SECONDS + 1,",
    promise: "api-contract",
  },
  {
    name: "an address may be too long",
    file: "functions/reminder.ts",
    find: "export const MAX_EMAIL_LENGTH = 254;",
    replace: "export const MAX_EMAIL_LENGTH = 2_540;",
    promise: "api-contract",
  },
  {
    name: "any content type is taken",
    file: "functions/request/json-body.ts",
    find: 'mediaType.toLowerCase() !== "application/json"',
    replace: 'mediaType.toLowerCase() === "nothing"',
    promise: "api-contract",
  },
  {
    name: "any size of body is taken",
    file: "functions/request/json-body.ts",
    find: "if (bytes.length > MAX_BODY_BYTES)",
    replace: "if (bytes.length > MAX_BODY_BYTES * 1_000)",
    promise: "api-contract",
  },
  {
    name: "a key is forgotten",
    file: "functions/request/idempotency.ts",
    find: "if (key === undefined) return randomUUID();",
    replace: "if (key !== key + randomUUID()) return randomUUID();",
    promise: "idempotency",
  },
  {
    name: "a key may be used for another request",
    file: "functions/request/start.ts",
    find: "if (!isDeepStrictEqual(found.input, input))",
    replace: "if (!isDeepStrictEqual(found.input.id, input.id))",
    promise: "idempotency",
  },
  {
    name: "answers lack the CORS header",
    file: "functions/api/handler.ts",
    find: '"Access-Control-Allow-Origin": siteOrigin',
    replace: '"X-Site": siteOrigin',
    promise: "cors",
  },
  {
    name: "cancelling does not stop the execution",
    file: "functions/cancel/cancel.ts",
    find: "if (isRunning) {",
    replace: "if (isRunning && id === '') {",
    promise: "cancel",
  },
  {
    name: "what was sent is not marked",
    file: "functions/send/send.ts",
    find: "await markSent(s3, bucket, id, messageId);",
    replace: "void messageId;",
    promise: "failures",
  },
  {
    name: "the reminder is sent twice",
    file: "functions/send/send.ts",
    find: "const { MessageId } = await ses.send(command);",
    replace: "await ses.send(command); const { MessageId } = await ses.send(command);",
    promise: "workflow",
  },
  {
    name: "the reminder goes to somebody in copy",
    file: "functions/send/send.ts",
    find: "Destination: { ToAddresses: [email] }",
    replace: 'Destination: { ToAddresses: [email], BccAddresses: ["spy@example.com"] }',
    promise: "workflow",
  },
  {
    name: "what somebody typed is not escaped",
    file: "functions/compose/mails.ts",
    find: "htmlEscape(text)",
    replace: "text",
    promise: "workflow",
  },
  {
    name: "the mails lack the reminder's id",
    file: "functions/compose/mails.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code to be found
    find: '`Reference: ${id}`].join("\\n\\n")',
    replace: '"Reference: none"].join("\\n\\n")',
    promise: "workflow",
  },
  {
    name: "an address is logged",
    file: "functions/send/handler.ts",
    find: 'logger.error("could not send", { error: loggable(error) });',
    replace: 'logger.error("could not send", { error: loggable(error), to: input.email });',
    promise: "privacy",
  },
  {
    name: "a failure is not kept",
    file: "functions/record-failure/record.ts",
    find: "Key: key,",
    replace: 'Key: "failures/latest.json",',
    promise: "failures",
  },
  {
    name: "a cancelled reminder is told to be completed",
    file: "functions/execution/status.ts",
    find: 'return "CANCELLED";',
    replace: 'return "COMPLETED";',
    promise: "cancel",
  },
];

const SITE: Mutant[] = [
  {
    name: "each try on the page is another request",
    file: "site/submission.ts",
    find: "kept.typed !== fingerprint",
    replace: 'kept.typed !== ""',
    promise: "page-troubles",
  },
  {
    name: "the page does not check what is typed",
    file: "functions/reminder.ts",
    find: "if (result.success) return { success: true, request: result.output };",
    replace:
      "if (result.success || typeof document === 'object') return { success: true, request: result.output as never };",
    promise: "journey",
  },
  {
    name: "the page allows code of others",
    file: "site/index.html",
    find: "script-src 'self'",
    replace: "script-src *",
    promise: "site",
  },
];

/** Ways in which the app could be broken. Outside the promises of a suite nothing is proven: add a mutant with each. */
export const MUTANTS: readonly Mutant[] = [...STACK, ...FUNCTIONS, ...SITE];
