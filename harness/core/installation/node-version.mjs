// JavaScript, because a Node.js that is too old reads no TypeScript
const MAJOR = 22;
const MINOR = 12;

/**
 * Why this Node.js cannot run the harness, and what to do; `undefined` where it can.
 * @param {string} [version]
 * @returns {string | undefined}
 */
export function unsupportedNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined;
  return `localstack-harness needs Node.js ${MAJOR}.${MINOR} or later, and this is ${version}: install a newer one from https://nodejs.org`;
}

/**
 * Why the way in which packages are installed does not do, and what to do; `undefined` where it does. LocalStack's Python
 * reads the plugin from a folder, and Yarn's Plug'n'Play has zip files.
 * @param {NodeJS.ProcessVersions} [versions]
 * @returns {string | undefined}
 */
export function unsupportedLinker(versions = process.versions) {
  return versions.pnp === undefined
    ? undefined
    : "localstack-harness does not work with Yarn's Plug'n'Play: set nodeLinker: node-modules in .yarnrc.yml, and run yarn install";
}
