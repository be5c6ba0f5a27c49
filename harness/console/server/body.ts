import type { Context } from "hono";
import * as v from "valibot";
import { HarnessError } from "../../core/errors.ts";

/**
 * The JSON body of a request.
 * @throws HarnessError INVALID_REQUEST
 */
export async function bodyOf<Schema extends v.GenericSchema>(
  { req }: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const given = await req.json().catch(() => undefined);
  const { success, output, issues } = v.safeParse(schema, given);
  if (success) return output;
  const faults = issues.map((issue) => `${v.getDotPath(issue) ?? "the body"}: ${issue.message}`);
  throw new HarnessError("INVALID_REQUEST", faults.join("; "));
}
