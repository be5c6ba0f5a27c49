import { createHash, randomBytes } from "node:crypto";
import getPort from "get-port";
import type { ContainerRuntimeClient, StartedTestContainer } from "testcontainers";
import { hasCode } from "../../core/errors.ts";
import { harnessInfo } from "../health.ts";
import { PLUGIN_FOLDER, PROJECT_ROOT, stateRoot } from "../paths.ts";
import { assertPortFree, portTaken } from "../port.ts";
import type { LocalStack, StartOptions } from "../start.ts";
import { ContainerLocalStack, endContainer, type Found } from "./container-handle.ts";
import { ContainerLog } from "./container-log.ts";
import { connectDocker } from "./daemon.ts";
import { containerNotReady } from "./errors.ts";
import { ensureImage, LOCALSTACK_IMAGE, NODE_RUNTIME_IMAGE } from "./images.ts";
import { labelled, removeLabelled } from "./leftovers.ts";
import {
  DETACHED_LABEL,
  HarnessContainer,
  INSTANCE_LABEL,
  PORT_LABEL,
  REUSE_LABEL,
} from "./localstack-container.ts";

/** Milliseconds for the first health; a busy machine takes its time. */
const START_MS = 120_000;
/** A port that was free a moment ago may be taken by the time that Docker binds it. */
const PORT_ATTEMPTS = 3;

/**
 * Starts LocalStack's container image, with the plugin in it; each function runs in a separate container. Everything is
 * removed by `stop()`, and by Testcontainers' Ryuk if this process is killed. Containers with `detached`, and those
 * for which `TESTCONTAINERS_REUSE_ENABLE=true` asks, stay: the latter are found again by the next call.
 * @param options `port` 0 chooses a free one
 * @throws HarnessError `DOCKER_ABSENT`, `DOCKER_DOWN`, `DOCKER_FORBIDDEN`, `IMAGE_UNAVAILABLE`, `PORT_TAKEN`,
 * `CONTAINER_NOT_READY`; the signal's reason
 */
export async function startContainer(options: StartOptions & { port: number }): Promise<LocalStack> {
  const { onProgress, signal, project = PROJECT_ROOT } = options;
  signal?.throwIfAborted();
  const client = await connectDocker();
  for (const image of [LOCALSTACK_IMAGE, NODE_RUNTIME_IMAGE])
    await ensureImage(client, image, { onProgress, signal });
  const reuse = process.env.TESTCONTAINERS_REUSE_ENABLE === "true" ? projectId(project) : undefined;
  const kept = reuse && (await findReusable(client, reuse));
  if (kept) {
    onProgress?.(`reusing container ${kept.name}`);
    return new ContainerLocalStack(client, kept, leave);
  }
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await getPort());
    try {
      return await start(client, { ...options, port, reuse, project });
    } catch (error) {
      const again = hasCode(error, "PORT_TAKEN") && options.port === 0 && attempt < PORT_ATTEMPTS;
      if (!again) throw error;
    }
  }
}

/**
 * Ends the containers that `detached` left at this port, functions included.
 * @returns whether there was one
 */
export async function stopDetachedContainer(port: number): Promise<boolean> {
  const client = await connectDocker();
  const containers = (await labelled(client, DETACHED_LABEL, "true")).filter(
    ({ Labels }) => Labels[PORT_LABEL] === String(port),
  );
  await Promise.all(
    containers.map(({ Id, Labels }) => endContainer(client, Id, Labels[INSTANCE_LABEL] ?? "unknown")),
  );
  return containers.length > 0;
}

type ContainerStart = StartOptions & { port: number; project: string; reuse: string | undefined };

async function start(client: ContainerRuntimeClient, options: ContainerStart): Promise<LocalStack> {
  const { port, project, onProgress, signal, reuse } = options;
  await assertPortFree(port);
  const instance = randomBytes(4).toString("hex");
  const kept = Boolean(options.detached || reuse);
  const log = await ContainerLog.open(port, stateRoot(project));
  onProgress?.("starting LocalStack's container");
  const container = new HarnessContainer({
    instance,
    port,
    pluginFolder: PLUGIN_FOLDER,
    socket: client.info.containerRuntime.remoteSocketPath,
    kept,
    labels: { ...(reuse && { [REUSE_LABEL]: reuse }), ...(options.detached && { [DETACHED_LABEL]: "true" }) },
    env: options.env ?? {},
  })
    .withStartupTimeout(START_MS)
    .withLogConsumer((stream) => log.follow(stream));
  const remove = () => removeLabelled(client, INSTANCE_LABEL, instance);
  const starting = container.start();
  try {
    const started = await unlessAborted(starting, signal);
    await assertPlugin(port, log, signal);
    if (kept) log[Symbol.dispose]();
    const found = { id: started.getId(), name: started.getName().replace(/^\//, ""), port };
    const end = async () => {
      await endContainer(client, found.id, instance);
      log[Symbol.dispose]();
    };
    return new ContainerLocalStack(client, found, reuse ? leave : end, log.path);
  } catch (error) {
    log[Symbol.dispose]();
    if (signal?.aborted) {
      // what is still being created can be removed only once it is there
      await starting.then(remove, remove);
      throw signal.reason;
    }
    await remove();
    throw explain(error, port, log);
  }
}

async function findReusable(client: ContainerRuntimeClient, reuse: string): Promise<Found | undefined> {
  const [container] = (await labelled(client, REUSE_LABEL, reuse)).filter(({ State }) => State === "running");
  if (!container) return undefined;
  const name = container.Names[0]?.replace(/^\//, "") ?? container.Id;
  return { id: container.Id, name, port: Number(container.Labels[PORT_LABEL]) };
}

async function assertPlugin(port: number, log: ContainerLog, signal?: AbortSignal): Promise<void> {
  const info = await harnessInfo(port, signal);
  if (info) return;
  throw containerNotReady(
    `answers nothing at http://localhost:${port}/_harness/info: the plugin was not loaded, or the daemon publishes ports on another machine`,
    log.tail,
  );
}

function explain(error: unknown, port: number, log: ContainerLog): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (/port is already allocated|address already in use/.test(message))
    return portTaken(port, "another container (docker ps shows it)");
  if (hasCode(error, "CONTAINER_NOT_READY")) return error;
  return containerNotReady(`did not get ready (${message})`, log.tail, error);
}

async function unlessAborted(
  starting: Promise<StartedTestContainer>,
  signal: AbortSignal | undefined,
): Promise<StartedTestContainer> {
  if (!signal) return starting;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([starting, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** `stop()` of a container that is kept for the next run. */
const leave = async (): Promise<void> => {};

/** One kept container for each project. */
const projectId = (project: string): string =>
  createHash("sha256").update(project).digest("hex").slice(0, 12);
