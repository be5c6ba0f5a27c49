// LocalStack gives queues, APIs, function URLs and websites addresses below `.localhost`. Browsers and curl resolve all of
// these names to this machine (RFC 6761, 6.3), Node.js only `localhost` itself. Tokens of user pools name AWS's own address
// as their issuer, and the libraries that verify them fetch its keys there. The SDK puts `sync-` and other prefixes before the
// endpoint of some operations.
import dns from "node:dns";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { hasHooks, registerHooks } from "./hooks.mjs";

const LOCALSTACK_NAME =
  /(^|\.)localhost(\.localstack\.cloud)?\.?$|^[a-z-]+[-.](localhost|127\.0\.0\.1)$|^cognito-idp\.[\w-]+\.amazonaws\.com$|\.auth\.[\w-]+\.amazoncognito\.com$/i;

/**
 * @template {(hostname: string, ...rest: any[]) => unknown} Lookup passes the arguments of all overloads on
 * @param {Lookup} lookup
 * @returns {Lookup}
 */
function resolving(lookup) {
  /** @type {(hostname: string, ...rest: unknown[]) => unknown} */
  const resolve = (hostname, ...rest) =>
    lookup(LOCALSTACK_NAME.test(hostname) ? "localhost" : hostname, ...rest);
  // `util.promisify` reads a property of the original
  return Object.defineProperties(/** @type {Lookup} */ (resolve), Object.getOwnPropertyDescriptors(lookup));
}

const HTTPS_PORT = 443;

/**
 * AWS's handlers of custom resources send their response to the host of its URL at port 443, whatever port the URL names.
 * LocalStack serves HTTPS at its only port.
 * @template {(options: any, ...rest: any[]) => unknown} Connect passes the arguments of all overloads on
 * @param {Connect} connect
 */
function connecting(connect) {
  const endpoint = URL.parse(process.env.AWS_ENDPOINT_URL ?? "");
  /** @type {(options: any, ...rest: unknown[]) => unknown} */
  const connectAt = (options, ...rest) => {
    const isLocalStack =
      endpoint && Number(options?.port) === HTTPS_PORT && LOCALSTACK_NAME.test(options.host ?? "");
    return connect(isLocalStack ? { ...options, port: endpoint.port } : options, ...rest);
  };
  return /** @type {Connect} */ (connectAt);
}

let connects = false;

function connectToLocalStack() {
  if (connects) return;
  connects = true;
  /** @type {typeof import("node:tls")} */
  const tls = createRequire(import.meta.url)("node:tls");
  tls.connect = connecting(tls.connect);
  syncBuiltinESMExports();
}

/** `fetch` loads TLS itself, when it is first called. */
function connectWhenFetching() {
  const original = globalThis.fetch;
  globalThis.fetch = function fetch(input, init) {
    connectToLocalStack();
    return original(input, init);
  };
}

/** When a function first loads `https`: loading TLS takes longer than all else of a small function's start. */
function connectWhenLoaded() {
  // the hooks of an older Node.js do not see what modules import
  if (!hasHooks) return connectToLocalStack();
  registerHooks({
    resolve(specifier, context, next) {
      if (/^(node:)?https$/.test(specifier)) connectToLocalStack();
      return next(specifier, context);
    },
  });
}

export function resolveLocalhostNames() {
  dns.lookup = resolving(dns.lookup);
  dns.promises.lookup = resolving(dns.promises.lookup);
  syncBuiltinESMExports();
  connectWhenLoaded();
  connectWhenFetching();
}
