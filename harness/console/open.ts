import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { htmlEscape } from "escape-goat";
import { makeFolder, PRIVATE_FILE } from "../core/files/file-errors.ts";
import { removeIfKilled } from "../core/files/remove-if-killed.ts";
import { stateRoot } from "../localstack/paths.ts";

/** Milliseconds in which a browser has read the file. */
const READ_WITHIN = 5_000;

/**
 * Opens an address in the user's browser, by way of a file that only this user can read: other users of the machine see the
 * arguments of its processes.
 * @returns whether a browser was started
 */
export async function openInBrowser(address: string, root: string): Promise<boolean> {
  const { default: open } = await import("open");
  const file = join(stateRoot(root), `open-console-${process.pid}.html`);
  await makeFolder(stateRoot(root));
  using _ = await removeIfKilled(file);
  const page = `<!doctype html><meta charset="utf-8"><title>Console</title><meta http-equiv="refresh" content="0; url=${htmlEscape(address)}">`;
  await writeFile(file, page, { mode: PRIVATE_FILE });
  try {
    const opener = await open(pathToFileURL(file).href);
    const [code] = (await Promise.race([once(opener, "exit"), sleep(READ_WITHIN, [0])])) as [number | null];
    if (code !== 0) return false;
    await sleep(READ_WITHIN);
    return true;
  } catch {
    // there is no program that opens addresses
    return false;
  } finally {
    await rm(file, { force: true });
  }
}
