import { resolveLocalhostNames } from "./loopback.ts";

/** Hosts under which LocalStack gives addresses to what it serves; all of them are this machine. */
const OWN_HOST = /(^|\.)(localhost|localhost\.localstack\.cloud)$/;

/**
 * The address under which Node.js, a browser and a function reach what LocalStack serves at `address`. LocalStack gives
 * addresses such as `https://<id>.execute-api.localhost:4566`, whose name Node.js does not resolve and whose certificate
 * nothing trusts. APIs, queues and objects are served below the endpoint as well. Websites and function URLs are known by
 * their host alone and keep it; from then on, this process resolves such names. Any other text stays as it is.
 * @param endpoint where LocalStack answers, such as `http://localhost:4566`
 */
export function reachableAddress(address: string, endpoint: string): string {
  const scheme = /^(http|ws)s?:\/\//i.exec(address)?.[1]?.toLowerCase();
  if (!scheme || !URL.canParse(address)) return address;
  const url = new URL(address);
  if (!isOwn(url, endpoint)) return address;
  const server = endpoint.replace(/^http(?=s?:)/, scheme);
  // as it is: a URL object would add a slash
  const rest = address.replace(/^\w+:\/\/[^/?#]*/, "");
  for (const [host, target] of PATHS) {
    const found = host.exec(url.hostname);
    if (found) return `${server}${target(found)}${rest}`;
  }
  const { hostname } = url;
  if (/^localhost(\.localstack\.cloud)?$/.test(hostname)) return `${server}${rest}`;
  resolveLocalhostNames();
  return `${scheme}://${hostname.replace(/\.localstack\.cloud$/, "")}:${new URL(endpoint).port || 80}${rest}`;
}

/** All addresses among the values, such as a stack's outputs, as {@link reachableAddress} gives them. */
export const reachableAddresses = (
  values: Readonly<Record<string, string>>,
  endpoint: string,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, reachableAddress(value, endpoint)]),
  );

/** Another server of this machine may use such a name, too, at another port. */
function isOwn({ hostname, port }: URL, endpoint: string): boolean {
  return OWN_HOST.test(hostname) && (port === "" || port === new URL(endpoint).port);
}

const DOMAIN = String.raw`localhost(?:\.localstack\.cloud)?$`;
const host = (pattern: string): RegExp => new RegExp(`^${pattern}${DOMAIN}`);

/** Hosts, and the path below the endpoint that each means. */
const PATHS: readonly [host: RegExp, path: (found: RegExpExecArray) => string][] = [
  [
    host(String.raw`([^.]+?)(?:-vpce-[^.]+)?\.execute-api\.(?:[\w-]+\.)?`),
    ([, api]) => `/_aws/execute-api/${api}`,
  ],
  [host(String.raw`sqs\.([\w-]+)\.`), ([, region]) => `/queue/${region}`],
  [host(String.raw`(?:([\w-]+)\.)?queue\.`), ([, region = "us-east-1"]) => `/queue/${region}`],
  [host(String.raw`s3\.(?:[\w-]+\.)?`), () => ""],
  [host(String.raw`(.+)\.s3\.(?:[\w-]+\.)?`), ([, bucket]) => `/${bucket}`],
];
