import type { APIGatewayProxyEvent } from "aws-lambda";
import { logger } from "../logger.ts";
import { fieldProblem } from "./problem.ts";

/** Ids are UUIDs in lower case, as `POST` gave them out; nothing else can name a reminder. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const unknownReminder = () => fieldProblem(404, "id", "is not the id of a reminder");

/** The reminder that the path names; throws a 404 {@link HttpProblem} for what cannot be an id. */
export function reminderId({ pathParameters }: Pick<APIGatewayProxyEvent, "pathParameters">): string {
  const id = pathParameters?.id;
  if (id === undefined || !ID.test(id)) throw unknownReminder();
  logger.appendKeys({ reminderId: id });
  return id;
}
