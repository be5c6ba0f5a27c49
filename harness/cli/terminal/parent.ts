import { setTimeout as sleep } from "node:timers/promises";
import { inspectProcess, isAlive, type ProcessInfo } from "../../localstack/process/processes.ts";

const PAUSE_MS = 500;

/** The title that npm gives itself, or the command line of any of them. */
const PACKAGE_MANAGER = /^(\S*node\S* )?(\S*[/\\])?(npm|npx|pnpm|yarn|bun)(-cli)?(\.[cm]?js)?( |$)/;
const SHELL = /^(\S*\/)?(ba|da|z|k)?sh -c /;

/**
 * Calls back, once, when the package manager that runs this script has gone, or the shell between the two: `npm start`
 * is npm → sh → node, and the end of npm by SIGKILL reaches nobody else. A script that no package manager runs has
 * nobody to watch: who started it by hand may want it to go on alone.
 * @param callback is given the command line of the one that has gone
 * @returns ends the watch
 */
export async function onParentDeath(callback: (command: string) => void): Promise<Disposable> {
  const watched = await ancestorsToWatch(process.ppid, inspectProcess);
  const end = new AbortController();
  watch(watched, callback, end.signal).catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return { [Symbol.dispose]: () => end.abort() };
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
    // this watch alone keeps no script from its end
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
