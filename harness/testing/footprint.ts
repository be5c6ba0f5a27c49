import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { stateFolder } from "../localstack/embedded/state-folder.ts";
import { LOCALSTACK_FOLDER } from "../localstack/paths.ts";
import { processesOf } from "../localstack/process/processes.ts";

/** What LocalStack and its functions take of the machine. */
export interface Footprint {
  processes: number;
  /** Megabytes; what processes share counts for each of them. */
  memory: number;
  /** Seconds of processor time of those that run now. */
  processor: number;
  /** Of the machine, in the last minute. */
  load: number;
}

const PAGE = 4_096;
const TICKS_A_SECOND = 100;

/** On Linux, of the embedded LocalStack at a port. */
export async function footprintAt(port: number): Promise<Footprint> {
  const pids = await processesOf(stateFolder(port, LOCALSTACK_FOLDER));
  const shares = await Promise.all(pids.map(shareOf));
  const there = shares.filter((share) => share !== undefined);
  return {
    processes: there.length,
    memory: Math.round(there.reduce((sum, { memory }) => sum + memory, 0)),
    processor: there.reduce((sum, { processor }) => sum + processor, 0),
    load: loadavg()[0] ?? 0,
  };
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function shareOf(pid: number): Promise<{ memory: number; processor: number } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined); // has ended
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
  return {
    memory: ((pages ?? 0) * PAGE) / 2 ** 20,
    processor: ((user ?? 0) + (system ?? 0)) / TICKS_A_SECOND,
  };
}
