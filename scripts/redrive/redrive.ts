import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { SFNClient, type SFNClientConfig } from "@aws-sdk/client-sfn";
import { explain } from "localstack-harness/cli";
import { Claims } from "./claims.ts";
import { Failures } from "./failures.ts";
import { type Outcome, replay } from "./replay.ts";

/** How many reminders are replayed side by side: enough to be quick, few enough for one machine. */
const SIDE_BY_SIDE = 10;

/** Where the failed reminders are, and the state machine that replays them. */
export interface RedriveTarget {
  /** The configuration of SDK clients for where it is. */
  config: SFNClientConfig & S3ClientConfig;
  stateMachineArn: string;
  storageBucket: string;
}

/** A replay's outcome, or why there is none. */
export type Result = Outcome | { status: "error"; message: string };

export interface RedriveOptions {
  signal: AbortSignal;
  /** Seconds to wait for the end of each replay. */
  timeout: number;
  /** Sends also what may have been sent already. */
  resend?: boolean;
  onWait?: (id: string, execution: string) => void;
  onResult?: (id: string, result: Result) => void;
}

/** Whether a reminder still waits for a redrive. */
export const isUnsettled = ({ status }: Result): boolean =>
  status === "failed" || status === "error" || status === "uncertain";

/** The failed reminders of one deployed app. */
export class Redrive implements Disposable {
  readonly failures: Failures;
  readonly claims: Claims;
  readonly #s3: S3Client;
  readonly #sfn: SFNClient;
  readonly #stateMachineArn: string;

  constructor({ config, stateMachineArn, storageBucket }: RedriveTarget) {
    this.#s3 = new S3Client(config);
    this.#sfn = new SFNClient(config);
    this.#stateMachineArn = stateMachineArn;
    this.failures = new Failures(this.#s3, storageBucket);
    this.claims = new Claims(this.#s3, storageBucket);
  }

  /** Replays reminders side by side. One that cannot be replayed does not keep the others from it. */
  async run(ids: readonly string[], options: RedriveOptions): Promise<Map<string, Result>> {
    const results = new Map<string, Result>();
    const queue = ids.values();
    const worker = async () => {
      for (const id of queue) {
        const result = await this.#replay(id, options);
        results.set(id, result);
        options.onResult?.(id, result);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    return results;
  }

  async #replay(id: string, { signal, timeout, resend = false, onWait }: RedriveOptions): Promise<Result> {
    const deadline = AbortSignal.timeout(timeout * 1_000);
    try {
      return await replay(id, {
        sfn: this.#sfn,
        stateMachineArn: this.#stateMachineArn,
        failures: this.failures,
        claims: this.claims,
        resend,
        signal: AbortSignal.any([signal, deadline]),
        onWait: (execution) => onWait?.(id, execution),
      });
    } catch (error) {
      signal.throwIfAborted();
      const message = deadline.aborted
        ? `has not ended within ${timeout} s: run npm run redrive again to wait on, or give it a longer --timeout`
        : explain(error);
      return { status: "error", message };
    }
  }

  [Symbol.dispose](): void {
    this.#s3.destroy();
    this.#sfn.destroy();
  }
}
