// `registerHooks` of `node:module`, which Node.js has since 22.15. In an older one the hooks see what CommonJS requires, and
// modules find packages by asynchronous hooks, which know less: see older-modules.mjs.
import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {Parameters<typeof module.registerHooks>[0]} Hooks */

export const hasHooks = "registerHooks" in module;

/** @type {(hooks: Hooks) => unknown} */
export const registerHooks = hasHooks ? module.registerHooks : hookRequire;

/** What `node:module` has and does not document: the functions behind `require`. */
const internals = /** @type {any} */ (module);

/** @param {Hooks} hooks */
function hookRequire({ resolve, load }) {
  if (resolve) hookResolution(resolve);
  if (load) hookLoading(load);
}

/** @param {NonNullable<Hooks["resolve"]>} resolve */
function hookResolution(resolve) {
  const original = internals._resolveFilename;
  /** @type {(request: string, parent: { filename?: string } | undefined, ...rest: unknown[]) => string} */
  internals._resolveFilename = (request, parent, ...rest) => {
    if (!parent?.filename) return original(request, parent, ...rest);
    const context = {
      conditions: ["node", "require"],
      importAttributes: {},
      parentURL: pathToFileURL(parent.filename).href,
    };
    const next = (/** @type {string} */ specifier) => {
      const found = original(specifier, parent, ...rest);
      return {
        url: module.isBuiltin(found) ? `node:${found.replace(/^node:/, "")}` : pathToFileURL(found).href,
      };
    };
    const { url } = resolve(request, context, next);
    return url.startsWith("file:") ? fileURLToPath(url) : original(request, parent, ...rest);
  };
}

/** @param {NonNullable<Hooks["load"]>} load */
function hookLoading(load) {
  const original = internals.prototype._compile;
  /** @type {(this: unknown, content: string, filename: string, ...rest: unknown[]) => unknown} */
  internals.prototype._compile = function (content, filename, ...rest) {
    const context = { conditions: ["node", "require"], format: "commonjs", importAttributes: {} };
    const next = () => ({ format: "commonjs", source: content });
    const { source } = load(pathToFileURL(filename).href, context, next);
    return original.call(this, String(source ?? content), filename, ...rest);
  };
}
