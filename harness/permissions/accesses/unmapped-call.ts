import type { RecordedCall } from "../../control/call-record.ts";
import { HarnessError } from "../../core/errors.ts";

/** It is not known which actions and resources of IAM a call needs. */
export function unmappedCall({ service, operation, request }: RecordedCall, why: string): HarnessError {
  const given = Object.keys(request).filter((name) => request[name] !== null);
  return new HarnessError(
    "UNMAPPED_CALL",
    `${service} ${operation} (with ${given.join(", ") || "no parameter"}) cannot be mapped to IAM: ${why}`,
  );
}
