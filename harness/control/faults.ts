import { HarnessError } from "../core/errors.ts";
import { assertOptions, type OptionKinds } from "../core/options.ts";
import { Catalogue } from "./catalogue.ts";
import { type Control, DEFAULT_LEASE, Lease } from "./control.ts";

interface FaultOptions {
  /**
   * Texts that must all be in the request: an address, an id, a key that only this test uses. `match: []` means the
   * requests of all tests.
   */
  match: string | readonly string[];
  /** How often it happens. Default: until it is removed. */
  times?: number | undefined;
  /** The share of the matching calls that it applies to, at random: 0.1 is a tenth. Default: all. */
  share?: number | undefined;
  /** Spares so many matching calls in any one second: the rate that a service allows. */
  rate?: number | undefined;
  /** Seconds after which LocalStack itself removes it. Default: 60. */
  lease?: number | undefined;
}

/** An AWS operation that fails, is slow, or both. */
export interface ServiceFault extends FaultOptions {
  /** As the AWS CLI, the SDK or IAM names it: `ses`, `s3`, `stepfunctions` (`sfn`, `states`). */
  service: string;
  /** As the API names it: `SendEmail`. */
  operation: string;
  /** The error's code: `Throttling`. Without it the operation is only slow. */
  error?: string | undefined;
  message?: string | undefined;
  /** HTTP status of the response. Default: 400. */
  status?: number | undefined;
  /** Milliseconds before the response. */
  delayMs?: number | undefined;
}

/** A function that times out, crashes, or is throttled, as AWS reports it. */
export interface FunctionFault extends FaultOptions {
  /** Milliseconds before that. */
  delayMs?: number | undefined;
  /** The function's name or ARN. */
  function: string;
  effect: "timeout" | "crash" | "throttle";
}

const OF_ALL = {
  match: "any",
  times: "number",
  share: "number",
  rate: "number",
  lease: "number",
  delayMs: "number",
} as const;
const OF_SERVICE = {
  ...OF_ALL,
  service: "any",
  operation: "any",
  error: "any",
  message: "any",
  status: "number",
} as const satisfies OptionKinds<ServiceFault>;
const OF_FUNCTION = {
  ...OF_ALL,
  function: "any",
  effect: "any",
} as const satisfies OptionKinds<FunctionFault>;

const incomplete = (message: string): HarnessError => new HarnessError("INVALID_CONTROL", message);

/** A fault that is in force until it is released. */
export class Fault extends Lease {
  readonly #control: Control;

  constructor(id: string, control: Control) {
    super(id, () => control.delete(`/faults/${id}`));
    this.#control = control;
  }

  /** How often it happened. */
  async hits(): Promise<number> {
    return (await this.#control.get<{ hits: number }>(`/faults/${this.id}`)).hits;
  }
}

/** Outages on demand. They end with the test at the latest; if the test crashes, their lease ends them. */
export class Faults implements AsyncDisposable {
  readonly #control: Control;
  readonly #catalogue: Catalogue;
  readonly #faults = new Set<Fault>();

  constructor(control: Control) {
    this.#control = control;
    this.#catalogue = new Catalogue(control);
  }

  /**
   * @throws HarnessError NO_PLUGIN on AWS; UNKNOWN_SERVICE, UNKNOWN_OPERATION, UNKNOWN_FUNCTION; UNKNOWN_FIELD,
   * INVALID_OPTION; INVALID_CONTROL for fields that are missing or do not go together
   */
  async inject(fault: ServiceFault | FunctionFault): Promise<Fault> {
    this.#control.need("faults", "fault injection");
    const body = { lease: DEFAULT_LEASE, ...(await this.#known(fault)) };
    const { id } = await this.#control.post<{ id: string }>("/faults", body);
    const injected = new Fault(id, this.#control);
    this.#faults.add(injected);
    return injected;
  }

  async #known(fault: ServiceFault | FunctionFault): Promise<object> {
    // one with neither misspelt what it is of
    if (!("function" in fault || "service" in fault)) assertOptions(fault, { ...OF_SERVICE, ...OF_FUNCTION });
    if ("function" in fault) {
      assertOptions(fault, OF_FUNCTION);
      const name = await this.#catalogue.functionName(fault.function);
      return { service: "lambda", operation: "Invoke", ...fault, function: name };
    }
    assertOptions(fault, OF_SERVICE);
    if (!fault.service) throw incomplete("a fault needs a service or a function");
    if (!fault.operation) throw incomplete("a fault of a service needs an operation");
    const service = await this.#catalogue.service(fault.service);
    await this.#catalogue.operation(fault.operation, service);
    return { ...fault, service };
  }

  /** Removes every fault that was injected here. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#faults].map((fault) => fault.release()));
  }
}
