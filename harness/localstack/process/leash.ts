/**
 * Runs a command that must not outlive the process that started it: `node leash.ts <command> [argument…]`.
 *
 * The standard input is the leash. When it ends, which the system ensures even if the starter is killed with
 * SIGKILL, the command ends with all that it started. The same happens on SIGTERM.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Milliseconds between the polite signal and the one that cannot be refused. */
const GRACE_MS = 2_000;

const [command = "", ...args] = process.argv.slice(2);
// a separate group, so that one signal reaches all of it
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });

child.on("error", (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  signalGroup("SIGKILL");
  // 128 + the signal's number, as shells have it
  process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
});

let ending = false;
process.stdin.on("end", end).on("error", end).resume();
process.on("SIGTERM", end);

function end(): void {
  if (ending) return;
  ending = true;
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
}

function signalGroup(signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
