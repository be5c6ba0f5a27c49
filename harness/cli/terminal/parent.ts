import { setTimeout as sleep } from "node:timers/promises";
import { inspectProcess, isAlive, type ProcessInfo } from "../../localstack/process/processes.ts";

const PAUSE_MS = 500;

/** The title that npm gives itself, or the command line of a package manager. */
const PACKAGE_MANAGER = /^(\S*node\S* )?(\S*[/\\])?(npm|npx|pnpm|yarn|bun)(-cli)?(\.[cm]?js)?( |$)/;
const SHELL = /^(\S*\/)?(ba|da|z|k)?sh -c /;

/**
 * Calls back when the package manager that runs this script has ended, or the shell between the two: `npm start` is
 * npm → sh → node, and SIGKILL to npm reaches only npm. The same for a program that started the script with an IPC channel,
 * as `fork` does. Without either there is no parent to watch: a user who started it directly may want it to continue alone.
 * @param callback receives the command line of the process that has ended
 * @returns stops the watch
 */
export async function onParentDeath(callback: (command: string) => void): Promise<Disposable> {
  const watched = await ancestorsToWatch(process.ppid, inspectProcess);
  const end = new AbortController();
  const onDisconnect = () => callback("the program that started it");
  process.once("disconnect", onDisconnect);
  // a listener keeps the script running
  process.channel?.unref();
  watch(watched, callback, end.signal).catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    [Symbol.dispose]() {
      end.abort();
      process.off("disconnect", onDisconnect);
    },
  };
}

async function watch(
  watched: readonly ProcessInfo[],
  callback: (command: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (watched.length > 0) {
    for (const ancestor of watched) {
      if (await isAlive(ancestor)) continue;
      if (!signal.aborted) callback(ancestor.command);
      return;
    }
    // the watch does not keep the script running
    await sleep(PAUSE_MS, undefined, { signal, ref: false });
  }
}

/** From a script's parent upwards, all that run it on behalf of a package manager, and no more. */
export async function ancestorsToWatch(
  parent: number,
  inspect: (pid: number) => Promise<ProcessInfo | undefined>,
): Promise<ProcessInfo[]> {
  const chain: ProcessInfo[] = [];
  let managers = 0;
  for (let pid = parent; pid > 1; ) {
    const ancestor = await inspect(pid);
    if (!ancestor) break;
    chain.push(ancestor);
    if (PACKAGE_MANAGER.test(ancestor.command)) managers = chain.length;
    else if (!SHELL.test(ancestor.command)) break;
    pid = ancestor.parent;
  }
  return chain.slice(0, managers);
}
