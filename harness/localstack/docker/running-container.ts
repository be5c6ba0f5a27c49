import type { ContainerRuntimeClient } from "testcontainers";
import { LocalStackEnded } from "../ended.ts";
import type { LocalStack } from "../localstack.ts";
import { isGone, removeLabelled } from "./leftovers.ts";
import { INSTANCE_LABEL } from "./localstack-container.ts";

/** Milliseconds in which LocalStack ends its functions' containers after SIGTERM; Docker kills it then. */
const STOP_MS = 30_000;

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
  readonly #client: ContainerRuntimeClient;
  readonly #found: Found;
  readonly #stop: () => Promise<void>;
  readonly #stopped = new AbortController();
  #stopping: Promise<void> | undefined;
  #ended: Promise<LocalStackEnded> | undefined;

  constructor(client: ContainerRuntimeClient, found: Found, stop: () => Promise<void>) {
    this.#client = client;
    this.#found = found;
    this.#stop = stop;
    this.endpoint = `http://localhost:${found.port}`;
  }

  /** Watched from the first time that somebody asks: the open request keeps a process from its end. */
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

  #watch(): Promise<LocalStackEnded> {
    const { signal } = this.#stopped;
    const { id, name } = this.#found;
    return new Promise((resolve) => {
      const settle = (about: string, exitCode?: number) => {
        if (!signal.aborted) resolve(new LocalStackEnded(`${about} (container ${name})`, exitCode));
      };
      this.#client.container.dockerode
        .getContainer(id)
        .wait({ abortSignal: signal })
        .then(
          ({ StatusCode }: { StatusCode: number }) => settle(`ended with code ${StatusCode}`, StatusCode),
          (error: unknown) => settle(`was lost sight of, since Docker says: ${error}`),
        );
    });
  }
}

/** Ends LocalStack, which ends its functions; then removes whatever is left of them. */
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
