import type { Access } from "./accesses/access.ts";

/**
 * What must be refused, by a Deny that nothing can outweigh: the same accesses to this bucket, but without TLS, and the
 * list of its objects, which names every one of them, also where the app never asks for it.
 */
export function withoutTls(accesses: readonly Access[], bucket: string): Access[] {
  const own = accesses.filter(({ resource }) => resource === bucket || resource.startsWith(`${bucket}/`));
  const listing = own.slice(0, 1).map((access) => ({ ...access, action: "s3:ListBucket", resource: bucket }));
  return [...own, ...listing].map((access) => ({
    ...access,
    context: { ...access.context, "aws:SecureTransport": "false" },
    why: "without TLS",
  }));
}
