// On AWS there is nothing above a function's folder. Here there are the user's files, perhaps a checkout with packages:
// without isolation, a package missing from the bundle would fail on AWS only.
import fs from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const isPackage = (/** @type {string} */ specifier) =>
  !/^(\.{0,2}[/\\]|\.{1,2}$|#|[a-z][a-z0-9+.-]+:)/i.test(specifier);

/**
 * @param {string} specifier
 * @param {import("node:module").ResolveHookContext} context
 */
function notFound(specifier, { conditions, parentURL }) {
  const from = parentURL?.startsWith("file:") ? fileURLToPath(parentURL) : parentURL;
  const [message, code] = conditions?.includes("require")
    ? [`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`, "MODULE_NOT_FOUND"]
    : [`Cannot find package '${specifier}' imported from ${from}`, "ERR_MODULE_NOT_FOUND"];
  return Object.assign(new Error(message), { code });
}

/**
 * Allows packages below `root` only. Node.js's own modules and files imported by their path are not affected.
 * @param {string} root
 */
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
