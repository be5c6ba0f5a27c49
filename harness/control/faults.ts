import { type Control, DEFAULT_LEASE, Lease } from "./control.ts";

interface FaultOptions {
  /**
   * Texts that must all stand in the request: an address, an id, a key that only this test uses.
   * A fault without one would meet every test; `match: []` says that it is meant to.
   */
  match: string | string[];
  /** How often it happens. Default: until it is removed. */
  times?: number;
  /** Spares so many matching calls in any one second: what a service allows. */
  rate?: number;
  /** Seconds after which LocalStack itself removes it. Default: 60. */
  lease?: number;
}

/** An AWS operation that fails, is slow, or both. */
export interface ServiceFault extends FaultOptions {
  /** As the AWS CLI names it: `ses`, `s3`, `stepfunctions`. */
  service: string;
  /** As the API names it: `SendEmail`. */
  operation: string;
  /** The error's code: `Throttling`. Without it the operation is slow only. */
  error?: string;
  message?: string;
  /** HTTP status of the answer. Default: 400. */
  status?: number;
  /** Milliseconds before the answer. */
  delayMs?: number;
}

/** A function that runs into its time-out, crashes, or is throttled, as AWS answers for it. */
export interface FunctionFault extends FaultOptions {
  /** The function's name. */
  function: string;
  effect: "timeout" | "crash" | "throttle";
}

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

/** Outages on demand. What a test leaves behind is removed with the test, or, if it crashed, by its lease. */
export class Faults implements AsyncDisposable {
  readonly #control: Control;
  readonly #faults = new Set<Fault>();

  constructor(control: Control) {
    this.#control = control;
  }

  /** Throws a `NoPluginError` on AWS. */
  async inject(fault: ServiceFault | FunctionFault): Promise<Fault> {
    this.#control.need("faults", "fault injection");
    const target = "function" in fault ? { service: "lambda", operation: "Invoke" } : {};
    const body = { lease: DEFAULT_LEASE, ...target, ...fault };
    const { id } = await this.#control.post<{ id: string }>("/faults", body);
    const injected = new Fault(id, this.#control);
    this.#faults.add(injected);
    return injected;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#faults].map((fault) => fault.release()));
  }
}
