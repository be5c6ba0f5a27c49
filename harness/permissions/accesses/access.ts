/** Who does something, as IAM sees it. */
export type Caller =
  | { kind: "role" /** ARN */; role: string }
  | { kind: "service" /** `apigateway.amazonaws.com` */; service: string }
  | { kind: "anybody" };

/** What IAM is asked about the call, besides action and resource. */
export type RequestContext = Record<string, string | string[]>;

/** Something that somebody did to something, as IAM would have been asked. */
export interface Access {
  by: Caller;
  /** `states:StartExecution` */
  action: string;
  /** ARN, or `*` for what concerns no resource of its own. */
  resource: string;
  context: RequestContext;
  /** `recorded`; else what has AWS do this, though LocalStack does not. */
  why: string;
  /** How often. */
  times: number;
}

/** Many calls are the same to IAM: they count as one access that happened so often. */
export class Accesses {
  readonly #byKey = new Map<string, Access>();

  add(access: Omit<Access, "times">): void {
    const { by, action, resource, context } = access;
    const key = JSON.stringify([by, action, resource, Object.entries(context).sort()]);
    const same = this.#byKey.get(key);
    if (same) same.times += 1;
    else this.#byKey.set(key, { ...access, times: 1 });
  }

  get all(): Access[] {
    return [...this.#byKey.values()];
  }
}
