import { roleName } from "./accesses/accesses.ts";
import { listed, type PolicyDocument, type Statement, statementsOf } from "./policies/policy-document.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";

/** A policy of a stack: what a role may do (`identity`), who may take a role (`trust`), who may use a resource. */
export interface Policy {
  kind: "identity" | "trust" | "resource";
  /** ARN of the role or the resource. */
  owner: string;
  /** The same, as it is found in the stack. */
  ownerName: string;
  /** Distinguishes the policies of one role. */
  name: string;
  document: PolicyDocument;
}

/** One statement, and its place. */
export interface PolicyStatement {
  policy: Policy;
  /** From 1. */
  index: number;
  statement: Statement;
}

/** Every policy of a stack, in the order in which they are shown. */
export function policiesOf({ roles, resources }: StackPolicies): Policy[] {
  const ofRoles = roles.flatMap((role): Policy[] => {
    const owned = { owner: role.arn, ownerName: roleName(role) };
    return [
      ...role.policies.map((policy): Policy => ({ kind: "identity", ...owned, ...policy })),
      { kind: "trust", ...owned, name: "trust policy", document: role.trust },
    ];
  });
  const ofResources = resources.map(
    ({ resource, logicalId, document }): Policy => ({
      kind: "resource",
      owner: resource,
      ownerName: `${logicalId} (${resource})`,
      name: "resource policy",
      document,
    }),
  );
  return [...ofRoles, ...ofResources];
}

export const allStatements = (policies: readonly Policy[]): PolicyStatement[] =>
  policies.flatMap((policy) =>
    statementsOf(policy.document).map((statement, at) => ({ policy, index: at + 1, statement })),
  );

/** The place of a statement, for messages. */
export function placeOf({ policy, index, statement }: PolicyStatement): string {
  const which = statement.Sid ? `statement ${JSON.stringify(statement.Sid)}` : `statement ${index}`;
  return `${which} of ${policy.kind === "identity" ? `policy ${policy.name}` : `its ${policy.name}`}`;
}

/** What a statement grants or refuses, in short; with `only`, for one of its values. */
export function grantOf(
  { statement, policy }: PolicyStatement,
  only?: { element: Element; value: string },
): string {
  const named = (element: Element) =>
    (only?.element === element ? [only.value] : valuesOf(statement, element)).join(", ");
  const principals = named("principals");
  const { NotAction, NotResource, NotPrincipal } = statement;
  const but = [NotAction, NotResource, NotPrincipal].filter(Boolean);
  return [
    statement.Effect === "Deny" ? "Deny " : "",
    named("actions"),
    ` on ${named("resources") || policy.owner}`,
    principals && ` for ${principals}`,
    but.length > 0 ? `, all but ${JSON.stringify(but)}` : "",
  ].join("");
}

/** The elements of a statement that may have several values. */
export type Element = "actions" | "resources" | "principals";
export const ELEMENTS: readonly Element[] = ["actions", "resources", "principals"];

/** The values of an element, as the statement has them. */
export function valuesOf(statement: Statement, element: Element): string[] {
  switch (element) {
    case "actions":
      return listed(statement.Action);
    case "resources":
      return listed(statement.Resource);
    case "principals":
      return statement.Principal === "*"
        ? ["*"]
        : Object.values(statement.Principal ?? {}).flatMap((value) => listed(value));
  }
}
