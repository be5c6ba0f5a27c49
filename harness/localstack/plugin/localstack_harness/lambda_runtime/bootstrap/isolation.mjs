// On AWS nothing lies above a function's code. Here its folder lies somewhere in a person's files, perhaps in a checkout:
// the packages there are not the function's, or what was not bundled would be missed on AWS only.
import fs from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const isPackage = (specifier) => !/^(\.{0,2}[/\\]|\.{1,2}$|#|[a-z][a-z0-9+.-]+:)/i.test(specifier);

function notFound(specifier, { conditions, parentURL }) {
  const from = parentURL?.startsWith("file:") ? fileURLToPath(parentURL) : parentURL;
  const [message, code] = conditions?.includes("require")
    ? [`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`, "MODULE_NOT_FOUND"]
    : [`Cannot find package '${specifier}' imported from ${from}`, "ERR_MODULE_NOT_FOUND"];
  return Object.assign(new Error(message), { code });
}

/** Packages are found below `root` only; what Node.js brings itself, and files named by their path, as ever. */
export function keepPackagesBelow(root) {
  const realRoot = fs.realpathSync(root) + path.sep;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      if (
        isPackage(specifier) &&
        resolved.url.startsWith("file:") &&
        !fileURLToPath(resolved.url).startsWith(realRoot)
      )
        throw notFound(specifier, context);
      return resolved;
    },
  });
}
