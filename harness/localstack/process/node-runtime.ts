import { realpath } from "node:fs/promises";
import { HarnessError } from "../../core/errors.ts";

/** The oldest Node.js on which functions run. */
const OLDEST = 22;

/**
 * The Node.js that functions run on: the harness's own.
 * @throws HarnessError `NODE_TOO_OLD`
 */
export async function functionsNode(self = process.execPath, version = process.version): Promise<string> {
  if (Number.parseInt(version.slice(1), 10) >= OLDEST) return realpath(self);
  throw new HarnessError(
    "NODE_TOO_OLD",
    `functions run on Node.js ${OLDEST} or later, but this is ${version}: put a newer one first on the PATH`,
  );
}
