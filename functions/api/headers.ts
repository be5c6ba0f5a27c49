import type { APIGatewayProxyEvent } from "aws-lambda";

type WithHeaders = Pick<APIGatewayProxyEvent, "headers" | "multiValueHeaders">;

/** Every value of a header, in any case of its name (RFC 9110, 5.1). API Gateway passes names as they came. */
export function headerValues({ headers, multiValueHeaders }: WithHeaders, name: string): string[] {
  const wanted = name.toLowerCase();
  const isWanted = ([key]: [string, unknown]) => key.toLowerCase() === wanted;
  const multi = Object.entries(multiValueHeaders ?? {}).filter(isWanted);
  if (multi.length > 0) return multi.flatMap(([, values]) => values ?? []);
  return Object.entries(headers ?? {})
    .filter(isWanted)
    .flatMap(([, value]) => value ?? []);
}
