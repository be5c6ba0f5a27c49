import type { RecordedCall } from "../../control/call-record.ts";
import { hasCode } from "../../core/errors.ts";
import type { StackPolicies } from "../policies/stack-policies.ts";
import { type Access, Accesses, type Caller } from "./access.ts";
import { callerOf, type KnownCallers, servicePrincipal, websitesIn } from "./callers.ts";
import { iamActions } from "./iam-action.ts";
import { iamResources } from "./iam-resource.ts";
import { impliedAccesses } from "./implied-accesses.ts";
import { messagingResources } from "./messaging-resources.ts";
import { callerContext, parameterContext } from "./request-context.ts";

/** The accesses that IAM would have decided about. */
export interface AccessReport {
  accesses: Access[];
  /** Calls that cannot be mapped to IAM, as messages. */
  unmapped: string[];
}

/**
 * All accesses by the callers that the policies are about: recorded ones, and those that AWS makes and LocalStack does not.
 * @param policies of all the stacks; see `mergedStacks`
 */
export async function accessesIn(
  calls: readonly RecordedCall[],
  policies: StackPolicies,
  stacks: readonly StackPolicies[] = [policies],
): Promise<AccessReport> {
  const known = knownCallers(calls, policies);
  const accesses = new Accesses();
  const unmapped = new Set<string>();
  for (const implied of stacks.flatMap(impliedAccesses)) accesses.add(implied);
  const entered = new Set<string>();
  for (const call of calls) {
    const by = callerOf(call, known);
    if (!by || !concernsStack(call, by, policies)) continue;
    try {
      for (const access of await accessesOf(call, by, policies))
        accesses.add({ ...access, why: "recorded", call });
      for (const access of entrances(call, policies)) {
        const door = JSON.stringify([access.by, access.resource]);
        if (!entered.has(door)) accesses.add({ ...access, why: "recorded", call });
        entered.add(door);
      }
    } catch (error) {
      if (!hasCode(error, "UNMAPPED_CALL")) throw error;
      unmapped.add(`${callerName(by, policies)}: ${error.message}`);
    }
  }
  return { accesses: accesses.all, unmapped: [...unmapped] };
}

/** The callers that the policies of a stack are about. */
export const knownCallers = (
  calls: readonly RecordedCall[],
  { roles, apiLoggingRole }: StackPolicies,
): KnownCallers => ({
  roles: new Set(roles.map(({ arn }) => arn)),
  apiLoggingRole: roles.find(({ arn }) => arn === apiLoggingRole)?.arn,
  websites: websitesIn(calls),
});

type Recorded = Omit<Access, "times" | "why">;

async function accessesOf(call: RecordedCall, by: Caller, policies: StackPolicies): Promise<Recorded[]> {
  const { account, region } = policies;
  // S3 serves websites without TLS
  const facts = { account, region: call.region || region, tls: by.kind !== "anyone" };
  const parameters = parameterContext(call);
  const accesses: Recorded[] = [];
  for (const action of await iamActions(call)) {
    for (const resource of await iamResources(action, call, policies)) {
      for (const source of sourcesOf(call, by, resource, policies)) {
        const context = { ...callerContext(by, { ...facts, source }), ...parameters };
        accesses.push({ by, action, resource, context });
      }
    }
  }
  return accesses;
}

/** What a service does to a queue or topic by the policy of that, such as SNS that delivers to a queue. */
const DELIVERIES: Record<string, RegExp> = { sqs: /^SendMessage(Batch)?$/, sns: /^Publish(Batch)?$/ };

/**
 * Whether a policy of this stack decides about a call. A service assumes a role, invokes a function, or delivers to a
 * queue or topic. All other calls are decided by policies of other stacks, or by policies that are not read: a stack that
 * has one is refused.
 */
function concernsStack(
  call: RecordedCall,
  by: Caller,
  { roles, functions, resources, receivers = [] }: StackPolicies,
): boolean {
  const { service, operation, request } = call;
  if (by.kind === "role") return true;
  if (by.kind === "anyone")
    return resources.some(({ resource }) => resource === `arn:aws:s3:::${request.Bucket}`);
  if (operation === "AssumeRole") return roles.some(({ arn }) => arn === request.RoleArn);
  if (DELIVERIES[service]?.test(operation))
    return receivers.includes(
      messagingResources(`${service}:Deliver`, call)?.[0] ?? String(request.TopicArn ?? request.TargetArn),
    );
  const name = String(request.FunctionName);
  return (
    operation === "Invoke" &&
    functions.some((fn) => name === fn.name || name === fn.arn || name.startsWith(`${fn.arn}:`))
  );
}

const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/**
 * On whose behalf a service makes a call. LocalStack does not say which state machine or schedule assumes a role, and says
 * ANY for such a method of an API, where AWS says the method that was used.
 */
function sourcesOf(
  call: RecordedCall,
  by: Caller,
  resource: string,
  policies: StackPolicies,
): (string | undefined)[] {
  if (by.kind !== "service") return [undefined];
  const { principal, source, operation } = call;
  if (source === null && operation === "AssumeRole") return takersOf(principal, resource, policies);
  const any = /^(arn:[^:]+:execute-api:[^/]+\/[^/]+)\/ANY(\/.*)$/.exec(source ?? "");
  return any ? METHODS.map((method) => `${any[1]}/${method}${any[2]}`) : [source ?? undefined];
}

/** State machines, or groups of schedules, for which their service assumes a role. */
function takersOf(
  principal: string | null,
  role: string,
  { machines, schedules = [] }: StackPolicies,
): (string | undefined)[] {
  const taking = {
    states: machines.filter((machine) => machine.role === role).map(({ arn }) => arn),
    scheduler: schedules.filter((schedule) => schedule.role === role).map(({ group }) => group),
  }[principal ?? ""];
  return taking?.length ? [...new Set(taking)] : [undefined];
}

/** Accesses that precede a call, such as assuming the role. */
function entrances({ role, principal, source }: RecordedCall, policies: StackPolicies): Recorded[] {
  const { account } = policies;
  // a role is assumed once and used for hours: a later record does not have AssumeRole
  if (role !== null && principal !== null && role !== policies.apiLoggingRole) {
    const by: Caller = { kind: "service", service: servicePrincipal(principal) };
    return takersOf(principal, role, policies).map((of) => ({
      by,
      action: "sts:AssumeRole",
      resource: role,
      context: callerContext(by, { account, source: of }),
    }));
  }
  // an API with a policy applies it to every visitor
  const api = policies.resources.find(({ resource }) => source?.startsWith(`${resource}/`));
  if (source === null || !api?.resource.includes(":execute-api:")) return [];
  const by: Caller = { kind: "anyone" };
  return [{ by, action: "execute-api:Invoke", resource: source, context: callerContext(by, { account }) }];
}

/** As it is found in the stack: a role with its logical id and its name, a service, or `anyone`. */
export function callerName(by: Caller, { roles }: StackPolicies): string {
  if (by.kind === "anyone") return "anyone";
  if (by.kind === "service") return by.service;
  const role = roles.find(({ arn }) => arn === by.role);
  return role ? roleName(role) : by.role;
}

export const roleName = ({ logicalId, name }: { logicalId: string; name: string }): string =>
  logicalId === name ? name : `${logicalId} (${name})`;
