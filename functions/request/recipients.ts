import type { FieldError } from "../reminder.ts";

/**
 * Whether mail may go to this address. `allowedDomains` is the stage variable `allowedRecipientDomains`: domains
 * with commas between them, each standing for itself without its subdomains; without any, every domain is allowed.
 */
export function recipientErrors(email: string, allowedDomains: string | undefined): FieldError[] {
  const allowed = (allowedDomains ?? "")
    .split(",")
    .map((domain) => domain.trim().toLowerCase())
    .filter((domain) => domain !== "");
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  if (allowed.length === 0 || allowed.includes(domain)) return [];
  return [{ field: "email", detail: "is at a domain that this service does not send to" }];
}
