import { type Access, accessKey, type Caller } from "./accesses/access.ts";
import { iamSimulate } from "./evaluator-packages.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { ResourceClasses } from "./resource-classes.ts";
import type { Policy, PolicyStatement } from "./statements.ts";

/** A statement that applies to an access, and which of its actions, resources and principals do. */
export interface Match {
  statement: PolicyStatement;
  actions: string[];
  resources: string[];
  principals: string[];
}

/** What IAM decides about one access. */
export interface Decision {
  access: Access;
  /** `refused` by a Deny; `denied` because nothing allows it; `unknown` where a policy is not valid. */
  result: "allowed" | "refused" | "denied" | "unknown";
  allows: Match[];
  denies: Match[];
  /** Why a statement with this action does not allow it, or why nothing can be decided. */
  hints: string[];
}

/** A stack's policies, and IAM's rules about them. */
export class Evaluator {
  readonly #policies: readonly Policy[];
  readonly #statements: ReadonlyMap<string, PolicyStatement>;
  readonly #stack: StackPolicies;
  readonly #classes: ResourceClasses;
  readonly #decided = new Map<string, Promise<Decision>>();

  constructor(stack: StackPolicies, policies: readonly Policy[], statements: readonly PolicyStatement[]) {
    this.#stack = stack;
    this.#policies = policies;
    this.#statements = new Map(statements.map((each) => [keyOf(each.policy, each.index), each]));
    const boundaries = stack.roles.flatMap(({ boundary }) => (boundary ? [boundary.document] : []));
    this.#classes = new ResourceClasses([...policies.map(({ document }) => document), ...boundaries]);
  }

  /** Evaluates once what is the same for IAM: thousands of accesses differ only in the name of an execution. */
  async decide(access: Access): Promise<Decision> {
    const resource = this.#classes.of(access.resource);
    const key = `${accessKey({ ...access, resource })} ${this.#resourcePolicy(access)?.owner}`;
    const decided = this.#decided.get(key) ?? this.#decide(access);
    this.#decided.set(key, decided);
    return { ...(await decided), access };
  }

  async #decide(access: Access): Promise<Decision> {
    const { anonymousPrincipal, runSimulation } = await iamSimulate();
    const { by, action, resource, context } = access;
    const role = by.kind === "role" ? by.role : undefined;
    const identity = this.#policies.filter(({ kind, owner }) => kind === "identity" && owner === role);
    const own = this.#resourcePolicy(access);
    const boundary = this.#stack.roles.find(({ arn }) => arn === role)?.boundary;
    const simulated = await runSimulation(
      {
        request: {
          principal: by.kind === "anyone" ? anonymousPrincipal : principalOf(by, this.#stack.account),
          action,
          resource: { resource, accountId: this.#stack.account },
          contextVariables: context,
        },
        identityPolicies: identity.map(({ name, document }) => ({ name, policy: document })),
        ...(own && { resourcePolicy: own.document }),
        ...(boundary && { permissionBoundaryPolicies: [{ name: boundary.name, policy: boundary.document }] }),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        additionalSettings: { s3: { blockPublicAccess: this.#isRestricted(own) } },
      },
      {},
    );
    if (simulated.resultType === "error") {
      const why = `it cannot be evaluated: ${JSON.stringify(simulated.errors)}`;
      return { access, result: "unknown", allows: [], denies: [], hints: [why] };
    }
    const parts = simulated.resultType === "single" ? [simulated.result] : simulated.results;
    const analyses = parts.map(({ analysis }) => analysis);
    return {
      access,
      result: RESULTS[simulated.overallResult],
      allows: analyses.flatMap((analysis) => this.#matches(analysis, "allowStatements", identity, own)),
      denies: analyses.flatMap((analysis) => this.#matches(analysis, "denyStatements", identity, own)),
      hints: analyses.flatMap((analysis) => this.#hints(analysis, identity, own)),
    };
  }

  /** The policy of the accessed resource: a role's trust policy, that of a function, a bucket or an API. */
  #resourcePolicy({ action, resource }: Access): Policy | undefined {
    const owner =
      /^s3:/.test(action) || /^execute-api:/.test(action) ? resource.replace(/\/.*$/s, "") : resource;
    return this.#policies.find(
      (policy) =>
        policy.owner === owner && policy.kind === (action === "sts:AssumeRole" ? "trust" : "resource"),
    );
  }

  #isRestricted(policy: Policy | undefined): boolean {
    return this.#stack.resources.some(
      ({ resource, restricted }) => resource === policy?.owner && restricted === true,
    );
  }

  #matches(
    analysis: RequestAnalysis,
    which: "allowStatements" | "denyStatements",
    identity: readonly Policy[],
    own: Policy | undefined,
  ): Match[] {
    const found = [
      ...(analysis.identityAnalysis?.[which] ?? []).map((each) => ({
        each,
        policy: identity.find(({ name }) => name === each.policyId),
      })),
      ...(analysis.resourceAnalysis?.[which] ?? []).map((each) => ({ each, policy: own })),
    ];
    return found.flatMap(({ each, policy }) => {
      const statement = policy && this.#statements.get(keyOf(policy, each.statement.index()));
      return statement ? [{ statement, ...fitting(each.explain) }] : [];
    });
  }

  #hints(analysis: RequestAnalysis, identity: readonly Policy[], own: Policy | undefined): string[] {
    const near = [
      ...(analysis.identityAnalysis?.unmatchedStatements ?? []).map((each) => ({
        each,
        policy: identity.find(({ name }) => name === each.policyId),
      })),
      ...(analysis.resourceAnalysis?.unmatchedStatements ?? []).map((each) => ({ each, policy: own })),
    ];
    return near
      .filter(({ each, policy }) => each.actionMatch && each.statement.isAllow() && policy)
      .map(({ each, policy }) => {
        const what = !each.resourceMatch
          ? "resource"
          : each.principalMatch !== "Match"
            ? "principal"
            : "condition";
        return `statement ${each.statement.index()} of ${policy?.name} has this action, but not this ${what}`;
      });
  }
}

const RESULTS = { Allowed: "allowed", ExplicitlyDenied: "refused", ImplicitlyDenied: "denied" } as const;

type Simulation = Awaited<ReturnType<Awaited<ReturnType<typeof iamSimulate>>["runSimulation"]>>;
type RequestAnalysis = Extract<Simulation, { resultType: "single" }>["result"]["analysis"];
type StatementExplain = NonNullable<
  RequestAnalysis["identityAnalysis"]
>["allowStatements"][number]["explain"];

const keyOf = ({ kind, owner, name }: Policy, index: number) => JSON.stringify([kind, owner, name, index]);

function principalOf(by: Exclude<Caller, { kind: "anyone" }>, account: string): string {
  if (by.kind === "service") return by.service;
  // the ARN of a session does not have the path of its role
  return `arn:aws:sts::${account}:assumed-role/${by.role.slice(by.role.lastIndexOf("/") + 1)}/session`;
}

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function fitting(explain: StatementExplain): Pick<Match, "actions" | "resources" | "principals"> {
  return {
    actions: listOf(explain.actions).flatMap(({ action, matches }) => (matches ? [action] : [])),
    resources: listOf(explain.resources).flatMap(({ resource, matches }) => (matches ? [resource] : [])),
    principals: listOf(explain.principals).flatMap(({ principal, matches }) =>
      matches === "NoMatch" ? [] : [principal],
    ),
  };
}
