import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  type Target,
} from "@aws-sdk/client-scheduler";
import { clientConfig, poll } from "localstack-harness";

export interface ScheduleOptions {
  expression: string;
  zone?: string;
  target: Partial<Target> & { Arn: string | undefined };
  state?: "ENABLED" | "DISABLED";
  afterCompletion?: "DELETE" | "NONE";
}

/** A schedule of one test; `await using` removes it. */
export class ThrowawaySchedule implements AsyncDisposable {
  readonly #client: SchedulerClient;
  readonly name = `throwaway-${crypto.randomUUID()}`;
  arn = "";

  private constructor(endpoint: string) {
    this.#client = new SchedulerClient(clientConfig(endpoint));
  }

  static async create(endpoint: string, options: ScheduleOptions): Promise<ThrowawaySchedule> {
    const schedule = new ThrowawaySchedule(endpoint);
    const { ScheduleArn = "" } = await schedule.#client.send(
      new CreateScheduleCommand({
        Name: schedule.name,
        ScheduleExpression: options.expression,
        ScheduleExpressionTimezone: options.zone,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { RoleArn: "arn:aws:iam::000000000000:role/throwaway", ...options.target },
        State: options.state,
        ActionAfterCompletion: options.afterCompletion,
      }),
    );
    schedule.arn = ScheduleArn;
    return schedule;
  }

  async exists(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.#client.send(new GetScheduleCommand({ Name: this.name }), {
        ...(signal && { abortSignal: signal }),
      });
      return true;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    }
  }

  /** Waits until LocalStack has deleted it. */
  gone(): Promise<void> {
    return poll({ awaiting: `the end of ${this.name}`, within: 45_000 }, async (signal) =>
      (await this.exists(signal)) ? { seen: "it exists" } : { done: undefined },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (await this.exists()) await this.#client.send(new DeleteScheduleCommand({ Name: this.name }));
    this.#client.destroy();
  }
}
