import { readdir, readFile, readlink } from "node:fs/promises";
import { execa } from "execa";

/** A process, as distinct from a later one that got the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the form of the system: only for comparisons. */
  started: string;
}

export interface ProcessInfo extends ProcessIdentity {
  parent: number;
  /** It does nothing until it is sent SIGCONT. */
  isStopped: boolean;
  /** The command line; a program may have changed it, as npm does. */
  command: string;
}

/** What runs under this number. `undefined` where nothing does any more: a zombie runs no more either. */
export function inspectProcess(pid: number): Promise<ProcessInfo | undefined> {
  return process.platform === "linux" ? inspectByProc(pid) : inspectByPs(pid);
}

/** Whether this very process still runs. */
export async function isAlive({ pid, started }: ProcessIdentity): Promise<boolean> {
  return (await inspectProcess(pid))?.started === started;
}

/** Sends a signal; nothing happens if the process has ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The variables that say where the files of a LocalStack and its functions are. */
const FOLDER_VARIABLES = ["FILESYSTEM_ROOT", "HOME", "TMPDIR", "LAMBDA_TASK_ROOT"];

/**
 * This user's processes that were started with their files in a folder: their variables say so, or their root is in it, as
 * that of a function with private files. Not those that only work in it: that may be a shell.
 */
export async function processesOf(folder: string): Promise<number[]> {
  const marks = FOLDER_VARIABLES.map((name) => `${name}=${folder}/`);
  const environments = process.platform === "linux" ? await environmentsByProc() : await environmentsByPs();
  return environments
    .filter(
      ({ environment, root }) =>
        root?.startsWith(`${folder}/`) || marks.some((mark) => environment.includes(mark)),
    )
    .map(({ pid }) => pid);
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function inspectByProc(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const [stat, commandLine, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
      // the time of start counts from the start of the machine, so name that too
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    ]);
    // the second field is the program's name in brackets, which may hold anything, brackets too
    const [state = "", parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // a process whose first thread has ended is a zombie already while others still hold its port
    if ("ZX".includes(state) && Number(rest[15]) <= 1) return undefined;
    const command = commandLine.split("\0").join(" ").trim();
    const started = `${boot.trim()}/${rest[17]}`;
    return { pid, parent: Number(parent), started, command, isStopped: state === "T" };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function inspectByPs(pid: number): Promise<ProcessInfo | undefined> {
  const columns = "ppid=,state=,lstart=,command=";
  const { stdout } = await execa("ps", ["-o", columns, "-p", String(pid)], {
    reject: false,
    env: { LC_ALL: "C" },
  });
  return parsePs(pid, stdout);
}

/** One line of `ps -o ppid=,state=,lstart=,command=`, where lstart is as long as `Mon Nov 23 15:57:24 2026`. */
export function parsePs(pid: number, line: string): ProcessInfo | undefined {
  const [, parent, state = "", started = "", command = ""] =
    /^\s*(\d+)\s+(\S+)\s+(\S.{23})\s+(.*)$/.exec(line) ?? [];
  if (parent === undefined || state.startsWith("Z")) return undefined;
  return { pid, parent: Number(parent), started, command, isStopped: state.startsWith("T") };
}

interface Environment {
  pid: number;
  environment: string;
  /** What it sees as `/`, on Linux. */
  root?: string;
}

async function environmentsByProc(): Promise<Environment[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [environment, root] = await Promise.all([
          readFile(`/proc/${pid}/environ`, "utf8"),
          readlink(`/proc/${pid}/root`),
        ]);
        return { pid: Number(pid), environment, root };
      } catch (error) {
        // processes of other users do not show theirs
        if (isGone(error) || ["EACCES", "EPERM"].includes(codeOf(error))) return undefined;
        throw error;
      }
    }),
  );
  return environments.filter((environment) => environment !== undefined);
}

/** On macOS and the BSDs, `-E` puts the environment after the command. */
async function environmentsByPs(): Promise<Environment[]> {
  const { stdout } = await execa("ps", ["-xww", "-E", "-o", "pid=,command="], { reject: false });
  return parseEnvironments(stdout);
}

/** Lines of a number and the rest. */
export function parseEnvironments(output: string): Environment[] {
  return output
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, environment = ""]) => ({ pid: Number(pid), environment }));
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

const isGone = (error: unknown): boolean => ["ENOENT", "ESRCH"].includes(codeOf(error));
