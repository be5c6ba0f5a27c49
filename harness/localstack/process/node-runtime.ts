import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../paths.ts";

/** The major version of Node.js in the Lambda runtime `nodejs24.x`. */
const MAJOR = 24;

/** No Node.js of the Lambda runtime's version is here. */
export class NodeVersionError extends Error {
  override readonly name = "NodeVersionError";

  constructor(found: string) {
    super(
      `functions run on Node.js ${MAJOR}, but this is ${found}: run npm ci, which installs ${MAJOR} for the common ` +
        `platforms, and start through npm; elsewhere put Node.js ${MAJOR} first on the PATH`,
    );
  }
}

/**
 * The Node.js that functions run on: the one that runs this, or else the one that npm installed.
 * @throws NodeVersionError
 */
export async function functionsNode(self = process.execPath, version = process.version): Promise<string> {
  if (isRuntimes(version)) return self;
  const installed = join(PROJECT_ROOT, "node_modules", ".bin", "node");
  const { stdout, failed } = await execa(installed, ["--version"], { reject: false });
  if (failed || !isRuntimes(stdout)) throw new NodeVersionError(version);
  return realpath(installed);
}

const isRuntimes = (version: string): boolean => version.startsWith(`v${MAJOR}.`);
