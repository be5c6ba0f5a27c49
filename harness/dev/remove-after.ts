/**
 * Removes folders when the process that started it ends, however it ends: `node remove-after.ts <folder>…`. The system ends the
 * standard input then, also after SIGKILL.
 */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds in which what that process started ends, too; until then it may write. */
const LAST_WRITE_MS = 3_000;

for await (const _ of process.stdin);
removeAll();
await sleep(LAST_WRITE_MS);
removeAll();

function removeAll(): void {
  for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
}
