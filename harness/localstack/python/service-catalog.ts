import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FILESYSTEM } from "../variables.ts";

/** Where LocalStack looks for what was built with it, in its own filesystem. */
const STATIC_LIBS = join("usr", "lib", "localstack");

/**
 * How LocalStack's index of all services of AWS is built, by which it tells to which one a request goes: LocalStack
 * reads the descriptions of all of them for it, for two seconds. As in LocalStack's image, that is done once.
 */
export async function serviceCatalogBuilder(environment: string) {
  await mkdir(join(environment, STATIC_LIBS), { recursive: true });
  return {
    args: ["-I", "-m", "localstack.aws.spec"],
    env: { FILESYSTEM_ROOT: environment, OVERRIDE_IN_DOCKER: "0" },
  };
}

/** Has a LocalStack take over the index from the environment; where that has none, LocalStack builds its own. */
export async function useServiceCatalog(environment: string, folder: string): Promise<void> {
  const own = join(folder, FILESYSTEM, STATIC_LIBS);
  await mkdir(dirname(own), { recursive: true });
  await symlink(join(environment, STATIC_LIBS), own);
}
