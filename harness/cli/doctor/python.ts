import { join } from "node:path";
import { ENVIRONMENT_FOLDER } from "../../localstack/paths.ts";
import {
  findPython,
  PYTHON_VERSION,
  PythonNotFoundError,
  PythonUnusableError,
  tryPython,
} from "../../localstack/python/find-python.ts";
import { pythonOf } from "../../localstack/python/install.ts";
import { damagedFile } from "../../localstack/python/integrity.ts";
import { findUv } from "../../localstack/python/uv.ts";
import { type Check, ok, problem, warning } from "./finding.ts";
import { isThere } from "./installation.ts";
import { dockerCheck } from "./services.ts";

/** The Python from which LocalStack's environment is built; without one, uv or Docker can help out. */
export const pythonCheck: Check = {
  title: "Python",
  async examine(signal) {
    try {
      const { path, version } = await findPython();
      return ok(`${version} at ${path}`);
    } catch (error) {
      if (!(error instanceof PythonNotFoundError || error instanceof PythonUnusableError)) throw error;
      if (error instanceof PythonUnusableError) {
        const [, detail = error.message, remedy = ""] = /^(.*); (.*)$/s.exec(error.message) ?? [];
        return problem(detail, remedy);
      }
      // the message says where it was looked for, a line each, and at its end what to do
      const [head = "", ...lines] = error.message.split("\n");
      const remedy = lines.pop() ?? `install Python ${PYTHON_VERSION}`;
      const detail = [head, ...lines]
        .map((line) => line.trim())
        .join("; ")
        .replace(":; ", ": ");
      const uv = await findUv();
      if (uv) return warning(detail, `none: ${uv} fetches it at the first start`);
      const docker = await dockerCheck.examine(signal);
      return docker.state === "ok"
        ? warning(detail, `none, npm start uses Docker; or: ${remedy}`)
        : problem(detail, remedy);
    }
  },
};

/** Written last by harness/localstack/python/venv.ts. */
const COMPLETION = "complete.json";

/** The environment with LocalStack in it. */
export const environmentCheck = (folder = ENVIRONMENT_FOLDER): Check => ({
  title: "environment",
  async examine() {
    if (!(await isThere(folder))) return ok("not built yet: the first start does it, in half a minute");
    const remedy = "none: the next start builds it anew";
    if (!(await isThere(join(folder, COMPLETION)))) return warning(`${folder} is unfinished`, remedy);
    const python = await tryPython(pythonOf(folder));
    const damage = typeof python === "string" ? `its Python ${python}` : await damagedFile(folder);
    return damage
      ? warning(`${folder} is damaged: ${damage}`, `delete ${folder}; the next start builds it anew`)
      : ok(`LocalStack is installed in ${folder}`);
  },
});
