import { HarnessError } from "../core/errors.ts";
import { assertOptions, type OptionKinds } from "../core/options.ts";
import { arnOf, lastPart, SCHEDULE } from "../resources/kinds.ts";
import type { StackResources } from "../resources/stack-resources.ts";
import { Catalogue } from "./catalogue.ts";
import { type Control, DEFAULT_LEASE, Lease } from "./control.ts";

/** How much {@link Clock.compress} shortens, and for how long. */
export interface CompressOptions {
  /** The factor for each wait: 0 (the default) leaves nothing of it, 0.1 a tenth. */
  scale?: number | undefined;
  /** Seconds after which LocalStack itself returns to real time. Default: 60. */
  lease?: number | undefined;
}

const COMPRESS = { scale: "number", lease: "number" } as const satisfies OptionKinds<CompressOptions>;

/**
 * Time for the executions of one test. Waits of `Wait` states and pauses before retries become shorter, also those that
 * have begun. Time-outs and heartbeats of tasks, and `WaitForTaskToken`, keep real time.
 */
export class Clock implements AsyncDisposable {
  readonly #control: Control;
  readonly #catalogue: Catalogue;
  readonly #resources: Pick<StackResources, "maybe"> | undefined;
  readonly #leases = new Set<Lease>();

  /** @param resources those of the stacks, so that {@link fire} takes names of constructs */
  constructor(control: Control, resources?: Pick<StackResources, "maybe">) {
    this.#control = control;
    this.#resources = resources;
    this.#catalogue = new Catalogue(control);
  }

  /**
   * Compresses time for every execution whose ARN, name or input contains `match`: an execution's id, or, before it has
   * one, an address that only this test uses.
   * @throws HarnessError NO_PLUGIN on AWS; EMPTY_MATCH; INVALID_ARN, UNKNOWN_ARN; UNKNOWN_FIELD, INVALID_OPTION;
   * INVALID_CONTROL
   */
  async compress(match: string, options: CompressOptions = {}): Promise<Lease> {
    assertOptions(options, COMPRESS);
    this.#control.need("clock", "the clock");
    if (match === "")
      throw new HarnessError(
        "EMPTY_MATCH",
        "the clock needs a text to match: an empty text is in the input of every execution",
      );
    if (match.startsWith("arn:")) await this.#catalogue.arn(match);
    const { scale = 0, lease: seconds = DEFAULT_LEASE } = options;
    const { id } = await this.#control.post<{ id: string }>("/clock", { match, scale, lease: seconds });
    const lease = new Lease(id, () => this.#control.delete(`/clock/${id}`));
    this.#leases.add(lease);
    return lease;
  }

  /**
   * Fires an EventBridge Scheduler schedule, or an EventBridge rule with a schedule, at once and only this time: by its
   * logical id, construct path, output, ARN, name, or `group/name`. Resolves when the target has accepted the call.
   *
   * @throws HarnessError SCHEDULE_TARGET_FAILED if the target refuses the call; INVALID_CONTROL for an unknown, disabled or
   *   ambiguous schedule; WHICH_RESOURCE; NO_PLUGIN on AWS
   */
  async fire(schedule: string): Promise<void> {
    this.#control.need("schedules", "clock.fire()");
    const { arn, error } = await this.#control.post<{ arn: string; error?: string }>("/schedules/fire", {
      schedule: await this.#scheduleNamed(schedule),
    });
    if (error !== undefined)
      throw new HarnessError(
        "SCHEDULE_TARGET_FAILED",
        `${arn} fired, but its target did not accept the call: ${error}; see the schedule's target, role and input`,
      );
  }

  async #scheduleNamed(name: string): Promise<string> {
    const found = name.startsWith("arn:") ? undefined : await this.#resources?.maybe(SCHEDULE, name);
    // any other name is of a schedule that no stack has
    if (!found) return name;
    return found.type === "AWS::Events::Rule" ? arnOf(found) : lastPart(found.physicalId);
  }

  /** Restores real time for everything that was compressed here. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#leases].map((lease) => lease.release()));
  }
}
