import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FILESYSTEM } from "../variables.ts";
import { callIn, type Installation, pythonOf } from "./install.ts";
import { ensureVenv, type VenvOptions } from "./venv.ts";

/** What LocalStack needs, with hashes. */
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");

/** What every project's LocalStack has in common. */
export const LOCALSTACK_VENV = {
  title: "LocalStack",
  requirements: REQUIREMENTS,
  finish: buildServiceCatalog,
};

/**
 * The folder of the Python environment in which LocalStack is installed; the first call on a machine builds it.
 * @throws HarnessError as `ensureVenv` does; the signal's reason
 */
export const ensureLocalStackVenv = (
  options: Pick<VenvOptions, "cache" | "onProgress" | "signal"> = {},
): Promise<string> => ensureVenv({ ...LOCALSTACK_VENV, ...options });

/** Where LocalStack looks for what was built with it, in its own filesystem. */
const STATIC_LIBS = join("usr", "lib", "localstack");

/**
 * Builds LocalStack's index of all services of AWS, by which it knows to which one a request goes: it reads the
 * descriptions of all of them for it, for two seconds. As in LocalStack's image, that is done once.
 */
async function buildServiceCatalog(installation: Installation): Promise<void> {
  const { folder, env } = installation;
  await mkdir(join(folder, STATIC_LIBS), { recursive: true });
  await callIn(installation, "localstack.aws.spec", pythonOf(folder), ["-I", "-m", "localstack.aws.spec"], {
    ...env,
    FILESYSTEM_ROOT: folder,
    OVERRIDE_IN_DOCKER: "0",
  });
}

/** Lets a LocalStack use the index of the environment; where that has none, LocalStack builds its own. */
export async function useServiceCatalog(environment: string, folder: string): Promise<void> {
  const own = join(folder, FILESYSTEM, STATIC_LIBS);
  await mkdir(dirname(own), { recursive: true });
  await symlink(join(environment, STATIC_LIBS), own);
}
