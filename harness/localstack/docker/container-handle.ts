import { setTimeout as sleep } from "node:timers/promises";
import type { ContainerRuntimeClient } from "testcontainers";
import { LocalStackEnded } from "../ended.ts";
import type { LocalStack } from "../start.ts";
import { isGone, removeLabelled } from "./leftovers.ts";
import { INSTANCE_LABEL } from "./localstack-container.ts";

/** Milliseconds in which LocalStack ends its functions' containers after SIGTERM; Docker kills it then. */
const STOP_MS = 30_000;
/** Milliseconds between two looks whether the container still runs. */
const LOOK_EVERY_MS = 500;

/** A container in which LocalStack runs. */
export interface Found {
  id: string;
  name: string;
  port: number;
}

/** LocalStack in a container, as the harness hands it out. */
export class ContainerLocalStack implements LocalStack {
  readonly kind = "container";
  readonly endpoint: string;
  readonly log?: string;
  readonly #client: ContainerRuntimeClient;
  readonly #found: Found;
  readonly #stop: () => Promise<void>;
  readonly #stopped = new AbortController();
  #stopping: Promise<void> | undefined;
  #ended: Promise<LocalStackEnded> | undefined;

  constructor(client: ContainerRuntimeClient, found: Found, stop: () => Promise<void>, log?: string) {
    this.#client = client;
    this.#found = found;
    this.#stop = stop;
    this.endpoint = `http://localhost:${found.port}`;
    if (log !== undefined) this.log = log;
  }

  get ended(): Promise<LocalStackEnded> {
    this.#ended ??= this.#watch();
    return this.#ended;
  }

  stop(): Promise<void> {
    this.#stopped.abort();
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Looks now and then: an open request for the container's end would keep a process from its own. */
  async #watch(): Promise<LocalStackEnded> {
    const { signal } = this.#stopped;
    const { id, name } = this.#found;
    const container = this.#client.container.dockerode.getContainer(id);
    for (;;) {
      await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => forever);
      const end = await container.inspect().then(
        ({ State }) =>
          State.Running ? undefined : { about: `ended with code ${State.ExitCode}`, code: State.ExitCode },
        (error: unknown) => ({
          about: isGone(error) ? "was removed" : `is out of reach (${error})`,
          code: undefined,
        }),
      );
      if (end)
        return signal.aborted ? forever : new LocalStackEnded(`${end.about} (container ${name})`, end.code);
    }
  }
}

const forever = new Promise<never>(() => {});

/** Ends LocalStack, which ends its functions; then removes what is left of them. */
export async function endContainer(
  client: ContainerRuntimeClient,
  id: string,
  instance: string,
): Promise<void> {
  const { container } = client;
  try {
    await container.stop(container.getById(id), { timeout: STOP_MS });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  await removeLabelled(client, INSTANCE_LABEL, instance);
}
