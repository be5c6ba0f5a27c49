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

/**
 * What to do about a package that an import did not find; `undefined` for every other error.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function missingPackageText(error) {
  const name = missingPackage(error);
  return name === undefined
    ? undefined
    : `the package ${name} is not installed: run npm install with all kinds of dependencies (no --omit, no NODE_ENV)`;
}
