import type { RecordedCall } from "../../control/call-record.ts";

/** It is not known what IAM would have been asked about a call. */
export class UnmappedCallError extends Error {
  override readonly name = "UnmappedCallError";

  constructor({ service, operation, request }: RecordedCall, why: string) {
    const given = Object.keys(request).filter((name) => request[name] !== null);
    super(
      `${service} ${operation} (with ${given.join(", ") || "no parameter"}) cannot be mapped to IAM: ${why}; ` +
        "say in harness/permissions what it asks for",
    );
  }
}
