import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";

/** What API Gateway answers before or instead of a function. `DEFAULT_…` stand for many statuses, and name none. */
const RESPONSES: { type: ResponseType; status?: number; title: string; detail: string }[] = [
  {
    type: ResponseType.DEFAULT_4XX,
    title: "Bad Request",
    detail: "the request could not be taken",
  },
  {
    type: ResponseType.DEFAULT_5XX,
    title: "Internal Server Error",
    detail: "something went wrong on our side",
  },
  {
    // of a method or path that has no route
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 403,
    title: "Forbidden",
    detail: "the request could not be taken",
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    title: "Content Too Large",
    detail: "the request is too large",
  },
  {
    type: ResponseType.THROTTLED,
    status: 429,
    title: "Too Many Requests",
    detail: "there are too many requests: try again in a few seconds",
  },
  {
    type: ResponseType.INTEGRATION_FAILURE,
    status: 502,
    title: "Bad Gateway",
    detail: "something went wrong on our side",
  },
  {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    title: "Gateway Timeout",
    detail: "the service took too long: try again in a few seconds",
  },
];

/** Makes API Gateway's own answers problem details (RFC 9457) that the site may read. */
export function addGatewayResponses(api: RestApi, origin: string): void {
  for (const { type, status, title, detail } of RESPONSES) {
    const problem = { type: "about:blank", title, ...(status && { status }), detail, errors: [] };
    api.addGatewayResponse(type.responseType, {
      type,
      ...(status && { statusCode: String(status) }),
      responseHeaders: {
        "Access-Control-Allow-Origin": `'${origin}'`,
        "Cache-Control": "'no-store'",
        "Content-Type": "'application/problem+json'",
        Vary: "'Origin'",
      },
      templates: { "application/json": JSON.stringify(problem) },
    });
  }
}
