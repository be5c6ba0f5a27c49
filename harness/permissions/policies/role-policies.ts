import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import type { PolicyClients } from "./policy-clients.ts";
import { type PolicyDocument, parsePolicy } from "./policy-document.ts";

/** A policy of a role, with its name or, for a managed one, its ARN. */
export interface NamedPolicy {
  name: string;
  document: PolicyDocument;
}

/** What a role may do, and who may assume it. */
export interface RolePolicies {
  arn: string;
  name: string;
  /** As the stack names it. */
  logicalId: string;
  trust: PolicyDocument;
  policies: NamedPolicy[];
  /** Its permissions boundary. */
  boundary?: NamedPolicy;
}

export async function readRole(
  { iam }: PolicyClients,
  name: string,
  logicalId: string,
): Promise<RolePolicies> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
  const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: Role?.Arn ?? "",
    name,
    logicalId,
    trust: parsePolicy(Role?.AssumeRolePolicyDocument ?? "{}"),
    policies: [...(await inlinePolicies(iam, name)), ...(await attachedPolicies(iam, name))],
    ...(boundary && { boundary: await managedPolicy(iam, boundary) }),
  };
}

async function inlinePolicies(client: PolicyClients["iam"], role: string): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName: role })) {
    for (const name of PolicyNames) {
      const { PolicyDocument } = await client.send(
        new GetRolePolicyCommand({ RoleName: role, PolicyName: name }),
      );
      policies.push({ name, document: parsePolicy(PolicyDocument ?? "{}") });
    }
  }
  return policies;
}

async function attachedPolicies(client: PolicyClients["iam"], role: string): Promise<NamedPolicy[]> {
  const policies: NamedPolicy[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
    { client },
    { RoleName: role },
  )) {
    for (const { PolicyArn = "" } of AttachedPolicies) policies.push(await managedPolicy(client, PolicyArn));
  }
  return policies;
}

async function managedPolicy(client: PolicyClients["iam"], arn: string): Promise<NamedPolicy> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn: arn }));
  const version = { PolicyArn: arn, VersionId: Policy?.DefaultVersionId ?? "" };
  const { PolicyVersion } = await client.send(new GetPolicyVersionCommand(version));
  return { name: arn, document: parsePolicy(PolicyVersion?.Document ?? "{}") };
}
