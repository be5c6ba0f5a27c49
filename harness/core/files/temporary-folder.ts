import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { HarnessError } from "../errors.ts";

/**
 * The system's temporary folder, in which the CDK and its bundlers write.
 * @throws HarnessError NOT_WRITABLE where it is missing, or nothing can be written there
 */
export async function temporaryFolder(): Promise<string> {
  const folder = tmpdir();
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error("it is not a folder");
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new HarnessError(
      "NOT_WRITABLE",
      `cannot write in the temporary folder ${folder} (${(cause as Error).message}): create it, or set TMPDIR to a folder that you may write in`,
      { cause },
    );
  }
  return folder;
}
