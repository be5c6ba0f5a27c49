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
  // a file of a package is not meant
  return /Cannot find (?:package|module) '((?:@[^/']+\/)?[^./'@][^/']*)/.exec(message)?.[1];
}
