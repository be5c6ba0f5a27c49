import type { Access } from "./accesses/access.ts";

/** What must be refused, by a Deny that nothing can outweigh: the same accesses to this bucket, but without TLS. */
export function withoutTls(accesses: readonly Access[], bucket: string): Access[] {
  return accesses
    .filter(({ resource }) => resource === bucket || resource.startsWith(`${bucket}/`))
    .map((access) => ({
      ...access,
      context: { ...access.context, "aws:SecureTransport": "false" },
      why: "without TLS",
    }));
}
