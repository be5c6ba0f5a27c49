import { hasCode } from "../../core/errors.ts";
import { sleep } from "../../core/real-time.ts";
import { readActivity, readMailIds } from "../data/activity.ts";
import type { Connection, ExecutionRow, Update } from "../shapes.ts";
import { State } from "./state.ts";

/** Milliseconds between two looks while something happens, and while nothing does. */
const BUSY_MS = 300;
const IDLE_MS = 1_000;
/** Milliseconds until an unreachable LocalStack is tried again. */
const RETRY_MS = 1_000;
/** Looks without news after which it counts as idle. */
const IDLE_LOOKS = 10;

type Listener = (update: Update) => void;

/** Reads LocalStack as long as a page listens, and sends each page what changed. */
export class Feed {
  readonly #endpoint: string;
  readonly #state = new State();
  readonly #listeners = new Set<Listener>();
  #connection: Connection = "down";
  #trouble: string | undefined;
  #loop: AbortController | undefined;
  #wake = new AbortController();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** Calls the listener with all that is known, then with each change, until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    for (const update of this.snapshot()) listener(update);
    if (!this.#loop) {
      this.#loop = new AbortController();
      void this.#run(this.#loop.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  /** Reads no more, whether or not a page still listens: a loop that goes on would keep the process alive. */
  close(): void {
    this.#listeners.clear();
    this.#loop?.abort();
    this.#loop = undefined;
  }

  /** Everything that is known, in parts. */
  *snapshot(): Generator<Update> {
    yield { endpoint: this.#endpoint, connection: this.#connection, trouble: this.#trouble };
    yield* this.#state.snapshot();
  }

  /** The executions that have this name or ARN. */
  executionsNamed(text: string): ExecutionRow[] {
    return this.#state.executionsNamed(text);
  }

  /** The subject of a mail; empty where it is not known. */
  subjectOf(id: string): string {
    return this.#state.subjectOf(id);
  }

  /** Looks at once: something was changed from here. */
  hurry(): void {
    this.#wake.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let quiet = 0; !signal.aborted; ) {
      let pause = RETRY_MS;
      try {
        const isNews = await this.#look(signal);
        quiet = isNews ? 0 : quiet + 1;
        pause = quiet > IDLE_LOOKS ? IDLE_MS : BUSY_MS;
      } catch (error) {
        if (signal.aborted) return;
        this.#report(hasCode(error, "NO_PLUGIN") ? "no-plugin" : "down", error);
      }
      this.#wake = new AbortController();
      await sleep(pause, AbortSignal.any([signal, this.#wake.signal])).catch(() => undefined);
    }
  }

  /** @returns whether there was anything new */
  async #look(signal: AbortSignal): Promise<boolean> {
    const activity = await readActivity(this.#endpoint, this.#state.position, signal);
    if (this.#state.isOther(activity)) {
      // its numbers begin again
      this.#state.reset();
      this.#send({ reset: true });
      return this.#look(signal);
    }
    this.#report("up");
    const update = await this.#state.apply(activity);
    if (Object.keys(update).length > 0) this.#send(update);
    if (this.#state.misses(activity)) {
      const removedMails = this.#state.keepMails(await readMailIds(this.#endpoint, signal));
      if (removedMails.length > 0) this.#send({ removedMails });
    }
    return activity.mails.complete ? Object.keys(update).length > 0 : this.#look(signal);
  }

  #report(connection: Connection, error?: unknown): void {
    const trouble = error instanceof Error ? error.message : undefined;
    if (this.#connection === connection && this.#trouble === trouble) return;
    this.#connection = connection;
    this.#trouble = trouble;
    this.#send({ connection, trouble });
  }

  #send(update: Update): void {
    for (const listener of this.#listeners) listener(update);
  }
}
