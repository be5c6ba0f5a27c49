import { setTimeout as sleep } from "node:timers/promises";
import { DescribeExecutionCommand, SFNClient, type SFNClientConfig } from "@aws-sdk/client-sfn";
import { poll } from "localstack-harness";
import { executionArn } from "localstack-harness/aws";
import type { Reminder } from "../../../functions/reminder.ts";
import type { App } from "../../app/petcuddleotron.ts";
import { postReminder } from "../../app/post-reminder.ts";
import { timed } from "../figures.ts";

/** Milliseconds for a reminder without a wait, many at once on a busy machine. */
const WITHIN = 300_000;

/** The API asks for the same request again: it was throttled, or could not be served in time. */
const AGAIN = [429, 503, 504];
const RETRY_MS = 500;

/** A reminder did not end as it should. */
export class ReminderFailedError extends Error {
  override readonly name = "ReminderFailedError";
}

/** The deployed app as its users and operators use it. Disposing of it closes its connections. */
export class Reminders implements Disposable {
  readonly #app: App;
  readonly #sfn: SFNClient;
  readonly #signal: AbortSignal;

  constructor(app: App, config: SFNClientConfig, signal: AbortSignal) {
    this.#app = app;
    this.#sfn = new SFNClient(config);
    this.#signal = signal;
  }

  /** Milliseconds from the request for a reminder without a wait until its second mail has been sent. */
  send(): Promise<number> {
    return this.sendAtOnce(1);
  }

  /** Milliseconds until as many reminders, asked for at once, have all been sent. */
  sendAtOnce(count: number): Promise<number> {
    return milliseconds(async () => {
      const ids = await Promise.all(Array.from({ length: count }, () => this.#ask()));
      // one after the other: to look at them all at the same time would be most of the load
      for (const id of ids) await this.#ended(id);
    });
  }

  /** Milliseconds until each of some requests is accepted, in sequence. Returns when all of them have been sent. */
  async ask(count: number): Promise<number[]> {
    const times: number[] = [];
    const ids: string[] = [];
    for (let request = 0; request < count; request++) {
      const [time, id] = await timed(() => this.#ask());
      times.push(time);
      ids.push(id);
    }
    for (const id of ids) await this.#ended(id);
    return times;
  }

  async #ask(key: string = crypto.randomUUID()): Promise<string> {
    const answer = await this.#post(0, key);
    if (AGAIN.includes(answer.status)) {
      await answer.body?.cancel();
      await sleep(RETRY_MS, undefined, { signal: this.#signal });
      return this.#ask(key);
    }
    if (answer.status !== 202)
      throw new ReminderFailedError(`the API answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as Reminder).id;
  }

  /** Milliseconds until a request that breaks the contract is refused. */
  refuse(): Promise<number> {
    return milliseconds(async () => {
      const answer = await this.#post(-1);
      if (answer.status !== 400)
        throw new ReminderFailedError(`the API answered ${answer.status}, not 400: ${await answer.text()}`);
      await answer.body?.cancel();
    });
  }

  #post(waitSeconds: number, key?: string): Promise<Response> {
    return postReminder(this.#app.apiUrl, { waitSeconds, email: "rex@inbox.example" }, this.#signal, key);
  }

  async #ended(id: string): Promise<void> {
    const arn = executionArn(this.#app.stateMachineArn, id);
    const options = { awaiting: `the end of ${arn}`, within: WITHIN, signal: this.#signal };
    const status = await poll(options, async (signal) => {
      const command = new DescribeExecutionCommand({ executionArn: arn });
      const { status = "" } = await this.#sfn.send(command, { abortSignal: signal });
      return status === "RUNNING" ? { seen: status } : { done: status };
    });
    if (status !== "SUCCEEDED") throw new ReminderFailedError(`${arn} ended as ${status}`);
  }

  [Symbol.dispose](): void {
    this.#sfn.destroy();
  }
}

const milliseconds = async (action: () => Promise<unknown>): Promise<number> => (await timed(action))[0];
