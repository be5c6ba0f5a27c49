import { HarnessError } from "../../core/errors.ts";
import { diskError } from "../../core/files/file-errors.ts";

const NETWORK =
  /failed to (fetch|download)|could not connect|connect(ion)? (error|refused|reset|timed out|broken)|name resolution|network is unreachable|max retries|dns error|error sending request|timed out|ssl|certificate|proxy|no solution found|was not found in the package registry/i;
const CERTIFICATE = /certificate|unknown ?issuer|self.signed|unable to (get|verify)|CERT_/i;
const PROXY = /proxy|tunnel/i;
const REFUSED = /\b(401|403|407)\b/;

const LINES_SHOWN = 8;

/** What a failed command's output means. */
export function installError(
  folder: string,
  step: string,
  exitCode: number,
  output: string,
  env: Readonly<Record<string, string | undefined>> = {},
): HarnessError {
  const disk = diskError(folder, output);
  if (disk) return disk;
  const last = output.trim().split("\n").slice(-LINES_SHOWN).join("\n");
  if (NETWORK.test(output)) return downloadError("the Python package index cannot be reached", last, env);
  return new HarnessError("INSTALL_FAILED", `${step} failed with exit code ${exitCode}:\n${last}`);
}

/**
 * Something that cannot be downloaded, in one sentence with the setting that helps.
 * @param what as the beginning of that sentence
 */
export function downloadError(
  what: string,
  detail: string,
  env: Readonly<Record<string, string | undefined>>,
  { cause, mirror = "PIP_INDEX_URL" }: { cause?: unknown; mirror?: string } = {},
): HarnessError {
  const proxy = Object.entries(env).find(([name, value]) => value && /^(https?|all)_proxy$/i.test(name));
  const through = proxy ? ` through the proxy ${proxy[0]}=${proxy[1]}` : "";
  const [code, remedy] = causeOf(detail, proxy !== undefined, mirror);
  return new HarnessError(
    code,
    withoutPasswords(`${what}${through} (${detail}): ${remedy}, then start again`),
    { cause },
  );
}

function causeOf(detail: string, isProxied: boolean, mirror: string): [code: string, remedy: string] {
  if (CERTIFICATE.test(detail))
    return [
      "CERTIFICATE_UNKNOWN",
      "name the certificates of your company's authority with SSL_CERT_FILE=<file>",
    ];
  if (REFUSED.test(detail) && !isProxied)
    return ["DOWNLOAD_FAILED", `put the user name and password into ${mirror}`];
  if (isProxied || PROXY.test(detail))
    return ["PROXY_FAILED", "check the proxy, or name the hosts that need none in NO_PROXY"];
  return [
    "DOWNLOAD_FAILED",
    `the first start needs the network once: check it, or name a proxy with HTTPS_PROXY or a mirror with ${mirror}`,
  ];
}

const withoutPasswords = (text: string): string => text.replace(/(:\/\/)[^/\s@]+@/g, "$1***@");
