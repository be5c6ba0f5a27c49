/**
 * Requests to this machine stay on it: no proxy takes them, and every name under `.localhost` resolves, as in browsers
 * and curl (RFC 6761, 6.3).
 */
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { isSetImmediateFake } from "./real-time.ts";

/** In the form that Node.js, Python, curl and most tools read from `NO_PROXY`. */
const LOOPBACK = [
  "localhost",
  ".localhost",
  "127.0.0.1",
  "[::1]",
  "localhost.localstack.cloud",
  ".localhost.localstack.cloud",
];

const PROXY = /^(https?|all)_proxy$/i;
const NO_PROXY = ["NO_PROXY", "no_proxy"] as const;

/**
 * Keeps requests to this machine from a proxy that the environment names, here and in every child process. Without a
 * proxy nothing changes. Node.js reads the variables again at each request.
 */
export function bypassProxy(env: NodeJS.ProcessEnv = process.env): void {
  if (!Object.entries(env).some(([name, value]) => PROXY.test(name) && value)) return;
  const given = NO_PROXY.flatMap((name) => (env[name] ?? "").split(/[\s,]+/)).filter(Boolean);
  if (given.includes("*")) return;
  const exceptions = [...new Set([...given, ...LOOPBACK])].join(",");
  // programs differ in which of the two they prefer
  for (const name of NO_PROXY) if (env[name] !== exceptions) env[name] = exceptions;
}

// child processes inherit the environment before the first request
bypassProxy();

const realFetch = globalThis.fetch;

/** The real `fetch`, also if a test replaces it or the timers. Requests to this machine bypass a proxy. */
export const directFetch: typeof fetch = (input, init) => {
  bypassProxy();
  return realFetch(input, isSetImmediateFake() ? { ...init, ...withoutReuse() } : init);
};

/** Where Node.js keeps the agent of its `fetch`, for undici of any version. */
const AGENT = Symbol.for("undici.globalDispatcher.1");

/** `fetch` uses a connection again by `setImmediate`, under fake timers never: the option of an agent that uses each once. */
function withoutReuse(): object {
  const agent: object | undefined = Reflect.get(globalThis, AGENT);
  once ??= agent && Reflect.construct(agent.constructor, [{ pipelining: 0 }]);
  return { dispatcher: once };
}

let once: object | undefined;

const LOCALHOST_NAME = /(^|\.)localhost\.?$/i;

/**
 * Makes every name under `.localhost` resolve to this machine for all of this process: `fetch`, `node:http` and SDK
 * clients then reach a bucket's website, a function URL or a queue URL by the address that LocalStack gives it.
 */
export function resolveLocalhostNames(): void {
  if (Reflect.has(dns.lookup, RESOLVES)) return;
  dns.lookup = resolving(dns.lookup);
  dns.promises.lookup = resolving(dns.promises.lookup);
  syncBuiltinESMExports();
}

const RESOLVES = Symbol.for("localstack-harness.resolves-localhost");

// biome-ignore lint/suspicious/noExplicitAny: passes the arguments of all overloads on
function resolving<Lookup extends (hostname: string, ...rest: any[]) => unknown>(lookup: Lookup): Lookup {
  const resolve = (hostname: string, ...rest: unknown[]) =>
    lookup(LOCALHOST_NAME.test(hostname) ? "localhost" : hostname, ...rest);
  // `util.promisify` and others look at what else the function has
  return Object.defineProperties(resolve, {
    ...Object.getOwnPropertyDescriptors(lookup),
    [RESOLVES]: { value: true },
  }) as unknown as Lookup;
}
