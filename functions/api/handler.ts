import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { isTransient } from "../aws-errors.ts";
import { loggable, logger } from "../logger.ts";
import { HttpProblem } from "./problem.ts";

/** The successful response of an API function; the body is sent as JSON. */
export interface Answer {
  status: 200 | 202;
  body: object;
  headers?: Record<string, string>;
}

const RETRY_AFTER_SECONDS = "5";

/**
 * Turns a function that returns a response or throws into a Lambda function for API Gateway's proxy integration: errors
 * become problem details, every response has the CORS headers, and one line is logged, without personal data.
 */
export function apiHandler(answer: (event: APIGatewayProxyEvent) => Answer | Promise<Answer>) {
  return async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    logger.resetKeys();
    logger.addContext(context);
    logger.appendKeys({ apiRequestId: event.requestContext.requestId });
    const result = await answerOf(answer, event);
    logger.info("answered", {
      method: event.httpMethod,
      resource: event.resource,
      status: result.statusCode,
    });
    return { ...result, headers: { ...commonHeaders(event), ...result.headers } };
  };
}

async function answerOf(
  answer: (event: APIGatewayProxyEvent) => Answer | Promise<Answer>,
  event: APIGatewayProxyEvent,
): Promise<APIGatewayProxyResult> {
  try {
    const { status, body, headers } = await answer(event);
    return {
      statusCode: status,
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    };
  } catch (error) {
    const problem = asProblem(error);
    return {
      statusCode: problem.status,
      headers: { "Content-Type": "application/problem+json", ...problem.headers },
      body: JSON.stringify(problem.toProblem()),
    };
  }
}

function asProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  logger.error("could not answer", { error: loggable(error) });
  return isTransient(error)
    ? new HttpProblem(503, "the service is busy: try again in a few seconds", [], {
        "Retry-After": RETRY_AFTER_SECONDS,
      })
    : new HttpProblem(500, "something went wrong on our side");
}

/**
 * The stage variable `siteOrigin` has the site's origin. `Vary` keeps caches correct if there should ever be two origins
 * (Fetch standard, "CORS protocol and HTTP caches").
 */
function commonHeaders({ stageVariables }: APIGatewayProxyEvent): Record<string, string> {
  const siteOrigin = stageVariables?.siteOrigin;
  return {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    Vary: "Origin",
    ...(siteOrigin && {
      "Access-Control-Allow-Origin": siteOrigin,
      "Access-Control-Expose-Headers": "Location, Retry-After",
    }),
  };
}
