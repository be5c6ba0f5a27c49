/** One value, or several: IAM accepts both everywhere. */
export type OneOrMore<T> = T | T[];

/** A statement of a policy document (IAM JSON policy elements). */
export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Principal?: "*" | Record<string, OneOrMore<string>>;
  NotPrincipal?: "*" | Record<string, OneOrMore<string>>;
  Condition?: Record<string, Record<string, OneOrMore<string>>>;
}

export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement?: OneOrMore<Statement>;
}

export const listed = <T>(value: OneOrMore<T> | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const statementsOf = ({ Statement }: PolicyDocument): Statement[] => listed(Statement);

/** A document as IAM's API returns it: JSON, percent-encoded in some responses. */
export function parsePolicy(text: string): PolicyDocument {
  return JSON.parse(text.trimStart().startsWith("{") ? text : decodeURIComponent(text)) as PolicyDocument;
}

/** Names of the condition keys that a document uses, in lower case, as IAM compares them. */
export function conditionKeys(document: PolicyDocument): string[] {
  const keys = statementsOf(document).flatMap(({ Condition = {} }) =>
    Object.values(Condition).flatMap((tests) => Object.keys(tests)),
  );
  return [...new Set(keys.map((key) => key.toLowerCase()))];
}

/** Whether a text fits a pattern of IAM: `*` for any characters, `?` for one. */
export function fitsPattern(text: string, pattern: string, flags = ""): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}
