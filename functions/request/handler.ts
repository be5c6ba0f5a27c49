import type { APIGatewayProxyEvent } from "aws-lambda";
import { type Answer, apiHandler } from "../api/handler.ts";
import { HttpProblem } from "../api/problem.ts";
import { logger } from "../logger.ts";
import { type FieldError, parseReminderRequest } from "../reminder.ts";
import { idempotencyKey, newReminderId } from "./idempotency.ts";
import { jsonBody } from "./json-body.ts";
import { recipientErrors } from "./recipients.ts";
import { startReminder } from "./start.ts";

/** `POST /petcuddleotron`: takes in a request and starts its workflow. */
export const handler = apiHandler(async (event): Promise<Answer> => {
  const body = jsonBody(event);
  const key = idempotencyKey(event);
  const parsed = parseReminderRequest(body);
  if (!parsed.success) throw invalid(parsed.errors);
  const refused = recipientErrors(parsed.request.email, event.stageVariables?.allowedRecipientDomains);
  if (refused.length > 0) throw invalid(refused);

  const id = newReminderId(key);
  logger.appendKeys({ reminderId: id });
  const reminder = await startReminder(id, parsed.request);
  return { status: 202, body: reminder, headers: { Location: location(event, id) } };
});

function invalid(errors: FieldError[]): HttpProblem {
  const [first, ...others] = errors.map(({ field, detail }) => `${field} ${detail}`.trim());
  return new HttpProblem(400, [first, ...others].join("; "), errors);
}

/**
 * Relative to the request (RFC 9110, 10.2.2), because the path in the event lacks the prefix that the caller
 * sees: the stage, a base path, LocalStack's prefix.
 */
function location({ path }: APIGatewayProxyEvent, id: string): string {
  return path.endsWith("/") ? `./${id}` : `.${path.slice(path.lastIndexOf("/"))}/${id}`;
}
