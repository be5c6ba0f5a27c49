import type { APIGatewayProxyEvent } from "aws-lambda";
import { headerValues } from "../api/headers.ts";
import { fieldProblem } from "../api/problem.ts";
import { MAX_BODY_BYTES } from "../reminder.ts";
import { repeatedName } from "./repeated-name.ts";

type WithBody = Pick<APIGatewayProxyEvent, "body" | "isBase64Encoded" | "headers" | "multiValueHeaders">;

/**
 * The JSON object in a request's body. Throws an {@link HttpProblem}: 413 for more than {@link MAX_BODY_BYTES}, 415
 * for another media type, character set or content coding, 400 for what is not one JSON object in UTF-8.
 */
export function jsonBody(event: WithBody): Record<string, unknown> {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > MAX_BODY_BYTES) throw fieldProblem(413, "", `send at most ${MAX_BODY_BYTES} bytes`);
  if (bytes.length === 0) throw fieldProblem(400, "", "the body is empty: send a JSON object");
  requireJson(event);
  const text = decode(bytes);
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fieldProblem(400, "", "the body must be a JSON object");
  }
  const repeated = repeatedName(text);
  // readers disagree on which of the two counts (RFC 8259, 4), so neither does
  if (repeated !== undefined) throw fieldProblem(400, repeated, "is there more than once");
  return value as Record<string, unknown>;
}

/**
 * Only `application/json`, by name: a browser sends that to another origin only after asking (a preflight), which
 * it does not for forms, plain text, or a body without a type. Types that end in `+json` mean something else.
 */
function requireJson(event: WithBody): void {
  const contentTypes = headerValues(event, "Content-Type");
  const [mediaType = "", ...parameters] = (contentTypes.at(-1) ?? "").split(";").map((part) => part.trim());
  if (contentTypes.length !== 1 || mediaType.toLowerCase() !== "application/json") {
    throw fieldProblem(415, "Content-Type", "must be application/json");
  }
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  if (charset !== undefined && !/^charset="?utf-8"?$/i.test(charset)) {
    throw fieldProblem(415, "Content-Type", "must have the character set utf-8");
  }
  if (headerValues(event, "Content-Encoding").some((coding) => coding.trim().toLowerCase() !== "identity")) {
    throw fieldProblem(415, "Content-Encoding", "must be identity");
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw fieldProblem(400, "", "the body must be text in UTF-8");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the parser's own words repeat part of the body
    throw fieldProblem(400, "", "the body is not JSON");
  }
}
