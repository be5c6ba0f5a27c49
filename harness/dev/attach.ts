import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRIVATE_FILE } from "../core/files/file-errors.ts";
import { removeIfKilled } from "../core/files/remove-if-killed.ts";
import { stateRoot } from "../localstack/paths.ts";
import { inspectProcess, isAlive, type ProcessIdentity } from "../localstack/process/processes.ts";

/** A `dev` that runs in a project. */
export interface RunningDev extends ProcessIdentity {
  /** Where LocalStack answers. */
  endpoint: string;
  /** Server-sent events: each has the names of functions with other code, as JSON. */
  updates: string;
}

const fileOf = (root: string): string => join(stateRoot(root), "dev.json");

/** Makes this process known as the `dev` of a project. Disposing of the result ends that. */
export async function announceDev(
  root: string,
  dev: Pick<RunningDev, "endpoint" | "updates">,
): Promise<AsyncDisposable> {
  const { pid, started } = (await inspectProcess(process.pid)) ?? { pid: process.pid, started: "" };
  await mkdir(stateRoot(root), { recursive: true });
  const removal = await removeIfKilled(fileOf(root));
  await writeFile(fileOf(root), JSON.stringify({ ...dev, pid, started }), { mode: PRIVATE_FILE });
  return {
    async [Symbol.asyncDispose]() {
      if ((await readDev(root))?.pid === pid) await rm(fileOf(root), { force: true });
      removal[Symbol.dispose]();
    },
  };
}

/** The `dev` that runs in a project now. */
export async function runningDev(root: string): Promise<RunningDev | undefined> {
  const dev = await readDev(root);
  return dev && (await isAlive(dev)) ? dev : undefined;
}

async function readDev(root: string): Promise<RunningDev | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(root), "utf8")) as RunningDev;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Calls back with the names of functions whenever their code has been replaced, until the signal. */
export async function followUpdates(
  { updates }: RunningDev,
  signal: AbortSignal,
  onUpdate: (functions: string[]) => void,
): Promise<void> {
  const response = await fetch(updates, { signal });
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events)
      if (event.startsWith("data: ")) onUpdate(JSON.parse(event.slice("data: ".length)) as string[]);
  }
}
