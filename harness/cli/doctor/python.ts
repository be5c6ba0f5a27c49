import { dirname, join } from "node:path";
import { HarnessError } from "../../core/errors.ts";
import { cacheFolder, cacheSetting } from "../../core/files/cache-folder.ts";
import { findPython, PYTHON_VERSION, tryPython } from "../../localstack/python/find-python.ts";
import { pythonOf } from "../../localstack/python/install.ts";
import { damagedFile } from "../../localstack/python/integrity.ts";
import { LOCALSTACK_VENV } from "../../localstack/python/localstack-venv.ts";
import { findUv } from "../../localstack/python/uv.ts";
import { COMPLETION, folderName } from "../../localstack/python/venv.ts";
import { type Check, ok, problem, warning } from "./finding.ts";
import { BUILD_BYTES, diskCheck, isThere } from "./installation.ts";

/** The Python from which LocalStack's environment is built; without one, the first start fetches one. */
export const pythonCheck: Check = {
  title: "Python",
  async examine() {
    try {
      const found = await findPython();
      if ("path" in found) return ok(`${found.version} at ${found.path}`);
      const detail = found.length > 0 ? found.join("; ") : "not installed";
      const uv = await findUv();
      const how = uv ? `${uv} fetches it` : "uv and Python are fetched from the network";
      return warning(detail, `none: ${how} at the first start; or install Python ${PYTHON_VERSION}`);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      const [, detail = error.message, remedy = ""] = /^(.*); (.*)$/s.exec(error.message) ?? [];
      return problem(detail, remedy);
    }
  },
};

/** The environment with LocalStack in it, in the user's cache folder. */
export const environmentCheck = (cache = cacheFolder()): Check => ({
  title: "environment",
  async examine(signal) {
    const folder = join(cache, await folderName(LOCALSTACK_VENV));
    if (!(await isThere(folder))) {
      const disk = await diskCheck(await nearest(cache), BUILD_BYTES).examine(signal);
      return disk.state === "ok"
        ? ok("not built yet: the first start on this machine does it, in half a minute")
        : problem(disk.detail, `${cacheSetting()} leads there: name another folder with XDG_CACHE_HOME`);
    }
    const remedy = "none: the next start builds it again";
    if (!(await isThere(join(folder, COMPLETION)))) return warning(`${folder} is unfinished`, remedy);
    const python = await tryPython(pythonOf(folder));
    const damage = typeof python === "string" ? `its Python ${python}` : await damagedFile(folder);
    return damage
      ? warning(`${folder} is damaged: ${damage}`, `delete ${folder}; the next start builds it again`)
      : ok(`LocalStack is installed in ${folder}`);
  },
});

/** The folder, or the first one above it that exists. */
const nearest = async (folder: string): Promise<string> =>
  (await isThere(folder)) || dirname(folder) === folder ? folder : nearest(dirname(folder));
