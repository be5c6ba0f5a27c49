import { glob, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { poll } from "localstack-harness";
import { processesWith } from "../../../harness/testing/package/leftovers.ts";

/** What `dev` and all that it started have on a machine. Linux only. */
export interface Footprint {
  processes: string[];
  /** Processes of functions: one for each invocation at a time, so that their number says nothing about `dev`. */
  environments: number;
  /** Of the app that `dev` keeps ready for the next synthesis, and its shell. */
  syntheses: number;
  /** Listening sockets of these processes. */
  ports: number;
  /** In the project's state and in the temporary folder. */
  folders: string[];
  /** Resident memory of the processes, in megabytes. */
  megabytes: number;
}

/** Where the runtime of functions is, with and without mount namespaces. */
const ENVIRONMENT = /lambda_runtime\/|\/var\/(lang|runtime)\//;
const SYNTHESIS = /\bnode app\.ts\b/;
/** One app that is ready, in a shell. */
const MOST_SYNTHESES = 2;
/** Megabytes by which caches may grow, however many edits there are. */
const MOST_GROWTH = 150;
const WITHIN_MS = 60_000;

/** @param root the project; @param temporary the TMPDIR of `dev` */
export async function footprint(root: string, temporary: string): Promise<Footprint> {
  const running = await processesWith(root);
  const environments = running.filter((line) => ENVIRONMENT.test(line));
  const syntheses = running.filter((line) => SYNTHESIS.test(line));
  const all = running.filter((line) => !environments.includes(line) && !syntheses.includes(line));
  const pids = all.flatMap((line) => /\(pid (\d+)\)$/.exec(line)?.[1] ?? []);
  const found = await Promise.all(pids.map(async (pid) => [await sockets(pid), await memory(pid)] as const));
  const folders = await Promise.all([join(root, ".localstack"), temporary].map((path) => readdir(path)));
  return {
    processes: all.map(withoutNumbers).sort(),
    environments: environments.length,
    syntheses: syntheses.length,
    ports: found.reduce((sum, [ports]) => sum + ports, 0),
    folders: folders.flat().map(withoutNumbers).sort(),
    megabytes: Math.round(found.reduce((sum, [, kilobytes]) => sum + kilobytes, 0) / 1024),
  };
}

/** Waits until everything is as it was before. @throws what has grown */
export async function expectNoGrowth(before: Footprint, root: string, temporary: string): Promise<void> {
  await poll({ awaiting: "the footprint from before the edits", within: WITHIN_MS }, async () => {
    const now = await footprint(root, temporary);
    const more = (["processes", "folders"] as const).flatMap((what) => added(before[what], now[what]));
    if (now.syntheses > MOST_SYNTHESES) more.push(`${now.syntheses} processes that synthesise`);
    // LocalStack listens on a port for each environment
    const ports = before.ports + Math.max(0, now.environments - before.environments);
    if (now.ports > ports) more.push(`${now.ports} ports instead of ${ports}`);
    if (now.megabytes > before.megabytes + MOST_GROWTH)
      more.push(`${now.megabytes} MB instead of ${before.megabytes} MB`);
    return more.length === 0 ? { done: now } : { seen: more.join("\n") };
  });
}

/** Without what differs from run to run: numbers, and the end of a temporary folder's name, which may have no digit. */
const withoutNumbers = (text: string): string =>
  text.replaceAll(/-[A-Za-z\d]{6}\b/g, "-#").replaceAll(/[-\w]*\d[-\w]*/g, "#");

function added(before: readonly string[], now: readonly string[]): string[] {
  const left = [...before];
  return now.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The listening TCP sockets in a process's own list of open files. */
async function sockets(pid: string): Promise<number> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/${pid}/net/${name}`, "utf8").catch(() => "")),
  );
  const listening = new Set(
    tables
      .flatMap((text) => text.split("\n"))
      .map((line) => line.trim().split(/\s+/))
      .flatMap((fields) => (fields[3] === "0A" ? `socket:[${fields[9]}]` : [])),
  );
  let count = 0;
  for await (const file of glob(`/proc/${pid}/fd/*`))
    if (listening.has(await readlink(file).catch(() => ""))) count += 1;
  return count;
}

async function memory(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
