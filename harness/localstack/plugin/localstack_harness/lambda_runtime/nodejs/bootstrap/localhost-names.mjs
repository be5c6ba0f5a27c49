// LocalStack gives queues, APIs, function URLs and websites addresses below `.localhost`. Browsers and curl resolve all of
// these names to this machine (RFC 6761, 6.3), Node.js only `localhost` itself. Loaded by --import, so that the worker
// threads of a function have it too.
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";

const LOCALHOST_NAME = /(^|\.)localhost(\.localstack\.cloud)?\.?$/i;

/**
 * @template {(hostname: string, ...rest: any[]) => unknown} Lookup whatever its overloads take is passed on
 * @param {Lookup} lookup
 * @returns {Lookup}
 */
function resolving(lookup) {
  /** @type {(hostname: string, ...rest: unknown[]) => unknown} */
  const resolve = (hostname, ...rest) =>
    lookup(LOCALHOST_NAME.test(hostname) ? "localhost" : hostname, ...rest);
  // `util.promisify` reads a property of the original
  return Object.defineProperties(/** @type {Lookup} */ (resolve), Object.getOwnPropertyDescriptors(lookup));
}

dns.lookup = resolving(dns.lookup);
dns.promises.lookup = resolving(dns.promises.lookup);
syncBuiltinESMExports();
