import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { instanceProcesses, type LocalStack } from "localstack-harness";

/**
 * Megabytes that a LocalStack and its functions use: of what several processes share, each counts its part (PSS), so
 * that processes and containers compare. `undefined` if the system does not report it (other than Linux, other people's
 * processes).
 */
export async function memoryOf({ kind, endpoint }: LocalStack): Promise<number | undefined> {
  const port = Number(new URL(endpoint).port);
  const pids = kind === "container" ? await containerProcesses(port) : await instanceProcesses(port);
  const shares = await Promise.all(pids.map(proportionalKilobytes));
  if (shares.includes(undefined)) return undefined;
  const kilobytes = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  return kilobytes ? Math.round(kilobytes / 1024) : undefined;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html */
async function proportionalKilobytes(pid: number): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
    return kilobytes ? Number(kilobytes) : undefined;
  } catch (error) {
    const hasEnded = ["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "");
    return hasEnded ? 0 : undefined;
  }
}

/** What runs in LocalStack's container and in those of its functions, by this machine's process numbers. */
async function containerProcesses(port: number): Promise<number[]> {
  const label = "localstack-harness.instance";
  const list = ["ps", "--format", `{{.ID}}\t{{.Label "${label}"}}\t{{.Ports}}`, "--filter", `label=${label}`];
  const rows = (await execa("docker", list)).stdout.split("\n").map((line) => line.split("\t"));
  const instance = rows.find(([, , ports]) => ports?.includes(`127.0.0.1:${port}->`))?.[1];
  const ids = rows.filter(([, of]) => of === instance).map(([id = ""]) => id);
  const tops = await Promise.all(ids.map((id) => execa("docker", ["top", id, "-o", "pid"])));
  return tops.flatMap(({ stdout }) => stdout.split("\n").slice(1).map(Number));
}
