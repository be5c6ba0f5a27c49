// Where a function finds packages. On AWS there is nothing above its folder, its layers are below /opt, and the runtime
// comes with the AWS SDK. Here there are the user's files above it, perhaps a checkout with packages: what is missing from
// the bundle would fail on AWS only.
import fs from "node:fs";
import module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { hasHooks, registerHooks } from "./hooks.mjs";
import { SDK_2, useEndpoint } from "./sdk-2.mjs";

/** @import { ResolveFnOutput, ResolveHookContext, ResolveHookSync } from "node:module" */
/** @import { Packages } from "../types.d.ts" */
/** @typedef {Parameters<ResolveHookSync>[2]} NextResolve */

const isPackage = (/** @type {string} */ specifier) =>
  !/^(\.{0,2}[/\\]|\.{1,2}$|#|[a-z][a-z0-9+.-]+:)/i.test(specifier);

const isRequire = (/** @type {ResolveHookContext} */ context) => context.conditions?.includes("require");

/** @type {(error: unknown) => boolean} */
const isNotFound = (error) =>
  error instanceof Error &&
  "code" in error &&
  ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes(String(error.code));

/**
 * @param {string} specifier
 * @param {ResolveHookContext} context
 */
function notFound(specifier, context) {
  const { parentURL } = context;
  const from = parentURL?.startsWith("file:") ? fileURLToPath(parentURL) : parentURL;
  const [message, code] = isRequire(context)
    ? [`Cannot find module '${specifier}'\nRequire stack:\n- ${from}`, "MODULE_NOT_FOUND"]
    : [`Cannot find package '${specifier}' imported from ${from}`, "ERR_MODULE_NOT_FOUND"];
  return Object.assign(new Error(message), { code });
}

/** Some module of a folder: what it would find, anything there finds. */
const moduleIn = (/** @type {string} */ folder) => pathToFileURL(path.join(folder, "any.js")).href;

/**
 * @param {string} specifier
 * @param {ResolveHookContext} context
 * @param {NextResolve} next
 * @param {string} parentURL where to look from
 * @returns {ResolveFnOutput | undefined}
 */
function look(specifier, context, next, parentURL) {
  try {
    // for `require` the next hook ignores another parent: this one is called again, with that parent
    if (!isRequire(context)) return { ...next(specifier, { ...context, parentURL }), shortCircuit: true };
    return { url: pathToFileURL(createRequire(parentURL).resolve(specifier)).href, shortCircuit: true };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Lets a function find packages in its own folder, then in its layers, then those that come with its runtime, and nowhere
 * else. Node.js's own modules and files imported by their path are not affected.
 * @param {Packages} packages
 */
export function findPackages({ own, layers, provided, providedIn }) {
  const folders = [own, ...layers]
    .filter((folder) => fs.existsSync(folder))
    .map((folder) => fs.realpathSync(folder) + path.sep);
  const isOwn = (/** @type {string} */ url) =>
    url.startsWith("file:") && folders.some((folder) => fileURLToPath(url).startsWith(folder));
  const offered = new RegExp(provided);
  const inLayers = layers.map((folder) => moduleIn(path.dirname(folder)));
  const inRuntime = providedIn.map(moduleIn);
  const places = new Set([...inLayers, ...inRuntime]);
  /** Modules that came with the runtime: what they need in turn is their own business. */
  const ofRuntime = new Set();

  if (!hasHooks) {
    const folders = [...layers.map((folder) => path.dirname(folder)), ...providedIn];
    module.register("./older-modules.mjs", import.meta.url, { data: folders });
  }
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL = "" } = context;
      if (places.has(parentURL)) return next(specifier, context);
      // the asynchronous hooks of an older Node.js cannot say what they found in the runtime
      if (!hasHooks && !isOwn(parentURL)) return next(specifier, context);
      if (ofRuntime.has(parentURL)) {
        const resolved = next(specifier, context);
        ofRuntime.add(resolved.url);
        return resolved;
      }
      try {
        const resolved = next(specifier, context);
        if (!isPackage(specifier) || !resolved.url.startsWith("file:") || isOwn(resolved.url)) {
          if (SDK_2.test(resolved.url)) useEndpoint(resolved.url);
          return resolved;
        }
      } catch (error) {
        if (!isPackage(specifier) || !isNotFound(error)) throw error;
      }
      for (const place of inLayers) {
        const found = look(specifier, context, next, place);
        if (found && isOwn(found.url)) return found;
      }
      for (const place of offered.test(specifier) ? inRuntime : []) {
        const found = look(specifier, context, next, place);
        if (!found) continue;
        ofRuntime.add(found.url);
        if (SDK_2.test(found.url)) useEndpoint(found.url);
        return found;
      }
      throw notFound(specifier, context);
    },
  });
}
