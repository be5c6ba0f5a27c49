const MAJOR = 22;
const MINOR = 12;

/** Why this Node.js cannot run the harness, and what to do; `undefined` where it can. */
export function unsupportedNode(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined;
  return `localstack-harness needs Node.js ${MAJOR}.${MINOR} or later, and this is ${version}: install a newer one from https://nodejs.org`;
}
