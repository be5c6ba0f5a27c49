// Asynchronous hooks for a Node.js before 22.15: a module finds the packages of the layers and of the runtime.
import path from "node:path";
import { pathToFileURL } from "node:url";

/** @type {string[]} */
let places = [];

/** @param {readonly string[]} folders in which `node_modules` is looked for */
export function initialize(folders) {
  places = folders.map((folder) => pathToFileURL(path.join(folder, "any.js")).href);
}

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    for (const parentURL of places) {
      try {
        return await next(specifier, { ...context, parentURL });
      } catch {
        // perhaps in the next place; else the first error is the one that the user understands
      }
    }
    throw error;
  }
}
