import type { APIGatewayProxyEvent, Context } from "aws-lambda";

export const SITE_ORIGIN = "http://site.example.com";

/** A proxy integration event (REST API) as API Gateway sends it, with the fields that the functions read. */
export function apiEvent(event: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  return {
    httpMethod: "GET",
    resource: "/petcuddleotron/{id}",
    path: "/petcuddleotron/x",
    headers: {},
    multiValueHeaders: {},
    pathParameters: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: { siteOrigin: SITE_ORIGIN },
    body: null,
    isBase64Encoded: false,
    requestContext: { requestId: "api-request-1" } as APIGatewayProxyEvent["requestContext"],
    ...event,
  };
}

export const lambdaContext = {
  awsRequestId: "lambda-request-1",
  functionName: "f",
  functionVersion: "$LATEST",
  memoryLimitInMB: "256",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  getRemainingTimeInMillis: () => 1_000,
} as Context;
