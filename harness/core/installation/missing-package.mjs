import { isBuiltin } from "node:module";
import { installCommand } from "./package-manager.mjs";

/**
 * The name of the package that an import did not find; `undefined` for every other error. In JavaScript, for a Node.js
 * that reads no TypeScript.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function missingPackage(error) {
  const { code = "", message = "" } =
    error instanceof Error ? /** @type {NodeJS.ErrnoException} */ (error) : {};
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return undefined;
  return missingPackageIn(message);
}

/**
 * The name of the package that Node.js says it did not find, in its message or in what a command printed. Of a module of
 * Node.js itself, it is TypeScript that misses the types.
 * @param {string} text
 * @returns {string | undefined}
 */
export function missingPackageIn(text) {
  // a file of a package is not meant
  const name = /Cannot find (?:package|module) '((?:@[^/']+\/)?[^./'@][^/']*)/.exec(text)?.[1];
  return name !== undefined && isBuiltin(name) ? "@types/node" : name;
}

/**
 * What to do about a package that an import did not find; `undefined` for every other error.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function missingPackageText(error) {
  const name = missingPackage(error);
  return name === undefined
    ? undefined
    : `the package ${name} is not installed: run ${installCommand()} with all kinds of dependencies (no --omit or --prod, no NODE_ENV)`;
}
