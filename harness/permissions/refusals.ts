import type { Access } from "./accesses/access.ts";

/**
 * Accesses that a Deny must refuse: each access to this bucket, but without TLS, and the list of its objects, also if the
 * app never reads it.
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
