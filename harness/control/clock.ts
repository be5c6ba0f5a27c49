import { HarnessError } from "../core/errors.ts";
import { type Control, DEFAULT_LEASE, Lease } from "./control.ts";

export interface CompressOptions {
  /** What is left of each wait: 0 (the default) none, 0.1 a tenth. */
  scale?: number;
  /** Seconds after which LocalStack itself returns to real time. Default: 60. */
  lease?: number;
}

/**
 * Time for the executions of one test. Waits of `Wait` states and pauses before retries become shorter, also those that
 * have begun; task time-outs, heartbeats and `WaitForTaskToken` keep real time.
 */
export class Clock implements AsyncDisposable {
  readonly #control: Control;
  readonly #leases = new Set<Lease>();

  constructor(control: Control) {
    this.#control = control;
  }

  /**
   * Compresses time for every execution whose ARN, name or input contains `match`: an execution's id, or, before it has
   * one, an address that only this test uses. Throws a `NoPluginError` on AWS.
   */
  async compress(match: string, options: CompressOptions = {}): Promise<Lease> {
    this.#control.need("clock", "the clock");
    if (match === "")
      throw new RangeError("the clock needs a text to match: an empty one would match every execution");
    const { scale = 0, lease: seconds = DEFAULT_LEASE } = options;
    const { id } = await this.#control.post<{ id: string }>("/clock", { match, scale, lease: seconds });
    const lease = new Lease(id, () => this.#control.delete(`/clock/${id}`));
    this.#leases.add(lease);
    return lease;
  }

  /**
   * Fires an EventBridge Scheduler schedule, or an EventBridge rule with a schedule, at once and only this time: by its
   * ARN, its name, or `group/name`. Resolves when the target has accepted the call. Throws a {@link HarnessError} with the
   * code `SCHEDULE_TARGET_FAILED` when the target refuses it, and a `NoPluginError` on AWS.
   */
  async fire(schedule: string): Promise<void> {
    this.#control.need("schedules", "clock.fire()");
    const { arn, error } = await this.#control.post<{ arn: string; error?: string }>("/schedules/fire", {
      schedule,
    });
    if (error !== undefined)
      throw new HarnessError(
        "SCHEDULE_TARGET_FAILED",
        `${arn} fired, but its target did not accept the call: ${error}; see the schedule's target, role and input`,
      );
  }

  /** Real time again for all that was compressed here. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#leases].map((lease) => lease.release()));
  }
}
