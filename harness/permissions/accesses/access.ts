import type { RecordedCall } from "../../control/call-record.ts";

/** The caller, as IAM sees it. */
export type Caller =
  | { kind: "role" /** ARN */; role: string }
  | { kind: "service" /** `apigateway.amazonaws.com` */; service: string }
  | { kind: "anyone" };

/** Values for the condition keys of policies. */
export type RequestContext = Record<string, string | string[]>;

/** An action of a caller on a resource, as IAM decides about it. */
export interface Access {
  by: Caller;
  /** `states:StartExecution` */
  action: string;
  /** ARN, or `*` for actions without a resource. */
  resource: string;
  context: RequestContext;
  /** `recorded`, or why AWS makes this access and LocalStack does not. */
  why: string;
  /** How often. */
  times: number;
  /** The last call that made a recorded access. */
  call?: RecordedCall;
}

/** Equal for accesses that are the same for IAM. */
export const accessKey = ({
  by,
  action,
  resource,
  context,
}: Pick<Access, "by" | "action" | "resource" | "context">): string =>
  JSON.stringify([by, action, resource, Object.entries(context).sort()]);

/** Merges calls that are the same for IAM to one access with the number of times. */
export class Accesses {
  readonly #byKey = new Map<string, Access>();

  add(access: Omit<Access, "times">): void {
    const key = accessKey(access);
    const same = this.#byKey.get(key);
    if (same) Object.assign(same, { times: same.times + 1, call: access.call });
    else this.#byKey.set(key, { ...access, times: 1 });
  }

  get all(): Access[] {
    return [...this.#byKey.values()];
  }
}
