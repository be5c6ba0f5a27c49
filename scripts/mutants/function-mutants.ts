import type { Mutant } from "./mutant.ts";

export const FUNCTION_MUTANTS: readonly Mutant[] = [
  {
    name: "unknown fields are let in",
    find: "v.strictObject($$$ALL)",
    replace: "v.object($$$ALL)",
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "a message may be empty",
    find: 'v.check($VISIBLE, "must not be empty")',
    replace: 'v.check(() => true, "must not be empty")',
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "a message of invisible characters is not empty",
    find: 'text.replace(BLANK, "") !== ""',
    replace: 'text !== ""',
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "an address that SES refuses is let in",
    find: "isEmail.default(text, $OPTIONS)",
    replace: "true",
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "a wait may be negative",
    find: "v.minValue(0, $DETAIL)",
    replace: "v.minValue(-10, $DETAIL)",
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "a wait may be longer than an execution lives",
    find: "v.maxValue(MAX_WAIT_SECONDS, $DETAIL)",
    replace: "v.maxValue(MAX_WAIT_SECONDS + 1, $DETAIL)",
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "an address may be too long",
    find: "const MAX_EMAIL_LENGTH = 254",
    replace: "const MAX_EMAIL_LENGTH = 2_540",
    caughtBy: "functions/reminder.test.ts",
  },
  {
    name: "any content type is taken",
    find: 'mediaType.toLowerCase() !== "application/json"',
    replace: 'mediaType.toLowerCase() === "nothing"',
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "any size of body is taken",
    find: "bytes.length > MAX_BODY_BYTES",
    replace: "bytes.length > MAX_BODY_BYTES * 1_000",
    caughtBy: "integration/api-contract.test.ts",
  },
  {
    name: "a key is forgotten",
    find: "if (key === undefined) return randomUUID();",
    replace: "if (key !== key + randomUUID()) return randomUUID();",
    caughtBy: "integration/idempotency.test.ts",
  },
  {
    name: "a key may be used for another request",
    find: "isDeepStrictEqual(found.input, input)",
    replace: "isDeepStrictEqual(found.input.id, input.id)",
    caughtBy: "integration/idempotency.test.ts",
  },
  {
    name: "answers lack the CORS header",
    find: '"Access-Control-Allow-Origin": siteOrigin',
    replace: '"X-Site": siteOrigin',
    caughtBy: "integration/cors.test.ts",
  },
  {
    name: "cancelling does not stop the execution",
    find: "await stop(found);",
    replace: "void stop;",
    caughtBy: "integration/cancel.test.ts",
  },
  {
    name: "cancelling does not look whether the reminder may be on its way",
    find: 'claim.state !== "cancelled"',
    replace: "false",
    in: "functions/cancel/",
    caughtBy: "integration/cancel.test.ts",
  },
  {
    name: "a reminder is sent without a claim",
    find: "if (!found.taken) return whatHappened(id, found.claim.state);",
    replace: "void whatHappened;",
    caughtBy: "integration/failures.test.ts",
  },
  {
    name: "what was sent is not recorded as sent",
    find: 'await settle(id, found, { state: "sent", messageId });',
    replace: "void messageId;",
    caughtBy: "integration/failures.test.ts",
  },
  {
    name: "the reminder is sent twice",
    find: "const { MessageId } = await ses.send(command);",
    replace: "await ses.send(command); const { MessageId } = await ses.send(command);",
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "the reminder has a secret recipient",
    find: "ToAddresses: [email]",
    replace: 'ToAddresses: [email], BccAddresses: ["spy@example.com"]',
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "what users type is not escaped",
    find: "htmlEscape(text)",
    replace: "text",
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "the mails lack the reminder's id",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code to be found
    find: "`Reference: ${id}`",
    replace: '"Reference: none"',
    caughtBy: "integration/workflow.test.ts",
  },
  {
    name: "an address is logged",
    find: 'logger.error("could not send", { error: loggable(error) })',
    replace: 'logger.error("could not send", { error: loggable(error), to: input.email })',
    caughtBy: "integration/privacy.test.ts",
  },
  {
    name: "a failure is not kept",
    find: "Key: key",
    replace: 'Key: "failures/latest.json"',
    caughtBy: "integration/failures.test.ts",
  },
  {
    name: "a cancelled reminder is shown as completed",
    find: 'entered(states, "NotifyCompletion") ? "FAILED" : "CANCELLED"',
    replace: '"COMPLETED"',
    caughtBy: "integration/cancel.test.ts",
  },
];
