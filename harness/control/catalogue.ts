import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import { isText, type Text } from "../core/text/text.ts";
import type { Control } from "./control.ts";

/** The names that AWS has: `GET /_harness/services`. */
interface ServiceNames {
  /** Services as the AWS CLI names them, with their other names: IAM's, the SDK's. */
  services: Record<string, readonly string[]>;
  /** Operations, with the services that have them. */
  operations: Record<string, readonly string[]>;
}

/** ARNs of the resources that exist, in all accounts and regions: `GET /_harness/resources`. */
interface ResourceArns {
  functions: readonly string[];
  stateMachines: readonly string[];
  roles: readonly string[];
}

/** One for each endpoint: LocalStack's services do not change while it runs. */
const serviceNames = new Map<string, Promise<ServiceNames>>();

/** What a test may name, so that a misspelt name is an error and not an empty result. */
export class Catalogue {
  readonly #control: Control;

  constructor(control: Control) {
    this.#control = control;
  }

  /**
   * A service by one of its names, as the AWS CLI names it: `stepfunctions` for `sfn` and `states`.
   * @throws HarnessError UNKNOWN_SERVICE
   */
  async service(name: string): Promise<string> {
    const named = await this.#named(name);
    const [service] = named;
    if (service !== undefined && named.length === 1) return service;
    if (service === undefined) throw await this.#unknownService(name);
    throw new HarnessError(
      "UNKNOWN_SERVICE",
      `${JSON.stringify(name)} is a name of several services: choose one of ${named.join(", ")}`,
    );
  }

  /** The services that have this name: as the AWS CLI has it one, else any with such another name. */
  async #named(name: string): Promise<string[]> {
    const { services } = await this.#services();
    if (Object.hasOwn(services, name)) return [name];
    const plain = withoutSigns(name);
    const exact = Object.keys(services).filter((service) => withoutSigns(service) === plain);
    if (exact.length > 0) return exact;
    return Object.keys(services).filter((service) =>
      services[service]?.some((alias) => withoutSigns(alias) === plain),
    );
  }

  async #unknownService(name: string): Promise<HarnessError> {
    const { services } = await this.#services();
    const names = Object.entries(services).flatMap(([service, aliases]) => [service, ...aliases]);
    return unknown("SERVICE", `there is no service ${JSON.stringify(name)}`, name, names);
  }

  /** @throws HarnessError UNKNOWN_OPERATION unless the service (or, without one, any service) has the operation */
  async operation(name: string, service?: string): Promise<void> {
    const { operations } = await this.#services();
    const having = Object.hasOwn(operations, name) ? (operations[name] ?? []) : [];
    if (service === undefined ? having.length > 0 : having.includes(service)) return;
    const own = Object.keys(operations).filter((each) => !service || operations[each]?.includes(service));
    const what = service === undefined ? "no service has" : `${service} has no`;
    throw unknown("OPERATION", `${what} operation ${JSON.stringify(name)}`, name, own);
  }

  /** @throws HarnessError UNKNOWN_SERVICE where the pattern fits the name of no service */
  async servicePattern(pattern: RegExp): Promise<void> {
    const names = Object.keys((await this.#services()).services);
    if (!names.some((name) => name.search(pattern) >= 0))
      throw unknown("SERVICE", `${pattern} fits the name of no service, as the AWS CLI names them`);
  }

  /** @throws HarnessError UNKNOWN_OPERATION where the pattern fits no operation of the service (or of any) */
  async operationPattern(pattern: RegExp, service?: string): Promise<void> {
    const { operations } = await this.#services();
    const fits = Object.entries(operations).some(
      ([name, having]) => name.search(pattern) >= 0 && (service === undefined || having.includes(service)),
    );
    if (!fits) throw unknown("OPERATION", `${pattern} fits no operation of ${service ?? "any service"}`);
  }

  /**
   * The name of an existing function, from its name or its ARN.
   * @throws HarnessError UNKNOWN_FUNCTION
   */
  async functionName(given: string): Promise<string> {
    const name = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(given)?.[1] ?? given;
    const names = await this.functionNames();
    if (names.includes(name)) return name;
    throw unknown("FUNCTION", `there is no function ${JSON.stringify(given)}`, name, names);
  }

  /** Names of all functions. */
  async functionNames(): Promise<string[]> {
    return (await this.#resources()).functions.map((arn) => arn.split(":").at(-1) ?? "");
  }

  /**
   * The session of a role is the name of a function for its calls, and any text elsewhere: so only what is close to the
   * name of a function, and is none, is refused.
   * @throws HarnessError UNKNOWN_FUNCTION
   */
  async session(name: string): Promise<void> {
    const names = await this.functionNames();
    if (!names.includes(name) && didYouMean(name, names) !== "")
      throw unknown(
        "FUNCTION",
        `there is no function ${JSON.stringify(name)}, as the session names it`,
        name,
        names,
      );
  }

  /**
   * Makes sure that a role exists, named by its ARN, its name or a pattern that fits one of these.
   * @throws HarnessError UNKNOWN_ROLE; as {@link arn}
   */
  async role(wanted: Text): Promise<void> {
    if (typeof wanted === "string" && wanted.startsWith("arn:")) return this.arn(wanted);
    const { roles } = await this.#resources();
    if (roles.some((arn) => isRole(arn, wanted))) return;
    if (typeof wanted !== "string") throw unknown("ROLE", `${wanted} fits the ARN of no role`);
    throw unknown("ROLE", `there is no role ${JSON.stringify(wanted)}`, wanted, roles.map(roleName));
  }

  /**
   * Makes sure that a text that begins as an ARN is one, of an existing service, and, where it names a function, a state
   * machine, an execution or a role, that this exists.
   * @throws HarnessError INVALID_ARN, UNKNOWN_SERVICE, UNKNOWN_ARN
   */
  async arn(text: string): Promise<void> {
    const [, partition, name = "", , , ...resource] = text.split(":");
    if (!partition || !name || resource.join(":") === "")
      throw new HarnessError(
        "INVALID_ARN",
        `${JSON.stringify(text)} is not an ARN: one looks like arn:aws:states:us-east-1:000000000000:stateMachine:Name`,
      );
    if ((await this.#named(name)).length === 0) throw await this.#unknownService(name);
    const found = KINDS.map(([pattern, kind]) => [pattern.exec(text)?.[1], kind] as const).find(
      ([arn]) => arn,
    );
    if (!found?.[0]) return;
    const [owner, kind] = found;
    const arns = (await this.#resources())[kind];
    if (!arns.includes(owner.replace(/:(execution|express):/, ":stateMachine:")))
      throw unknown("ARN", `there is no ${text}`, owner, arns);
  }

  #services(): Promise<ServiceNames> {
    const { endpoint } = this.#control;
    const known = serviceNames.get(endpoint);
    if (known) return known;
    const asked = this.#control.get<ServiceNames>("/services");
    serviceNames.set(endpoint, asked);
    asked.catch(() => serviceNames.delete(endpoint));
    return asked;
  }

  #resources(): Promise<ResourceArns> {
    return this.#control.get<ResourceArns>("/resources");
  }
}

/** Which ARNs can be looked up: the part that names the owner, and its kind. */
const KINDS: readonly [RegExp, keyof ResourceArns][] = [
  [/^(arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+)/, "functions"],
  [/^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+)/, "stateMachines"],
  [/^(arn:[^:]+:states:[^:]*:[^:]*:(?:execution|express):[^:]+)/, "stateMachines"],
  [/^(arn:[^:]+:iam:[^:]*:[^:]*:role\/.+)$/, "roles"],
];

const roleName = (arn: string): string => arn.split("/").at(-1) ?? "";

/** Whether this is the role's ARN, its name, or a pattern that fits its ARN. */
export const isRole = (arn: string, wanted: Text): boolean => isText(arn, wanted) || roleName(arn) === wanted;

const withoutSigns = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, "");

const unknown = (kind: string, message: string, wrong = "", names: Iterable<string> = []): HarnessError =>
  new HarnessError(`UNKNOWN_${kind}`, `${message}${didYouMean(wrong, names)}`);
