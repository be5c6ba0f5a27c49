import { createHash, randomUUID } from "node:crypto";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { headerValues } from "../api/headers.ts";
import { fieldProblem } from "../api/problem.ts";
import { MAX_IDEMPOTENCY_KEY_LENGTH } from "../reminder.ts";

const VISIBLE = new RegExp(`^[\\x21-\\x7e]{1,${MAX_IDEMPOTENCY_KEY_LENGTH}}$`);

/** The request's `Idempotency-Key`, if it has one. Throws a 400 {@link HttpProblem} for one that cannot be used. */
export function idempotencyKey(
  event: Pick<APIGatewayProxyEvent, "headers" | "multiValueHeaders">,
): string | undefined {
  const keys = headerValues(event, "Idempotency-Key");
  if (keys.length > 1) throw fieldProblem(400, "Idempotency-Key", "must be sent once");
  const [key] = keys;
  if (key !== undefined && !VISIBLE.test(key)) {
    throw fieldProblem(
      400,
      "Idempotency-Key",
      `must be 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} visible ASCII characters`,
    );
  }
  return key;
}

/**
 * The id of a new reminder: random, or derived from the key, so that a repeated request has the same execution name and
 * Step Functions starts it once. The hash is formatted as a UUID of version 8 (RFC 9562, 5.8).
 */
export function newReminderId(key: string | undefined): string {
  if (key === undefined) return randomUUID();
  const bytes = createHash("sha256").update(key).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
