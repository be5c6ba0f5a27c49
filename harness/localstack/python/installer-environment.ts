import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { pipSettings } from "./pip-settings.ts";

/**
 * What uv may take over from the user: how the network and the package index are reached, and where downloads are kept.
 * Not where or what to install (`UV_PYTHON`, `UV_PROJECT_ENVIRONMENT`, `PYTHONPATH` …), which the harness decides.
 */
const INHERITED = [
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|XDG_\w+|NETRC)$/,
  /^(https?|all|no)_proxy$/i,
  /^SSL_(CERT_(FILE|DIR)|CLIENT_CERT)$/,
  /^UV_((DEFAULT_|EXTRA_)?INDEX(_URL|_STRATEGY)?|INDEX_\w+_(USERNAME|PASSWORD)|NO_INDEX|FIND_LINKS|INSECURE_HOST)$/,
  /^UV_(NATIVE_TLS|SYSTEM_CERTS|HTTP_\w+|CACHE_DIR|NO_CACHE|CONFIG_FILE|KEYRING_PROVIDER|OFFLINE)$/,
  /^UV_(PYTHON_(INSTALL_DIR|INSTALL_MIRROR|DOWNLOADS|DOWNLOADS_JSON_URL)|ASTRAL_MIRROR_URL|CONCURRENT_\w+)$/,
];

/**
 * The whole environment of uv. What pip is set to counts where uv's own variables say nothing else.
 * @param temporary a folder for uv's locks and downloads, which the caller removes
 */
export async function installerEnvironment(
  temporary: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Record<string, string>> {
  const inherited = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      Boolean(entry[1]) && INHERITED.some((pattern) => pattern.test(entry[0])),
  );
  return {
    ...(await certificates(temporary, env)),
    ...uvSettings(await pipSettings(env)),
    UV_CACHE_DIR: join(temporary, "uv"),
    ...Object.fromEntries(inherited),
    // links into a cache that stays would let damage here spread to it, and come back from it
    UV_LINK_MODE: env.UV_CACHE_DIR ? "copy" : "hardlink",
    TMPDIR: temporary,
    PYTHONUTF8: "1",
    UV_NO_PROGRESS: "1",
    NO_COLOR: "1",
  };
}

/** Where the user has named a company's authority for Node.js or another program only, uv gets it too. */
async function certificates(temporary: string, env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const { REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, NODE_EXTRA_CA_CERTS } = env;
  const bundle = REQUESTS_CA_BUNDLE || CURL_CA_BUNDLE;
  if (bundle) return { SSL_CERT_FILE: bundle };
  const extra = NODE_EXTRA_CA_CERTS && (await readFile(NODE_EXTRA_CA_CERTS, "utf8").catch(() => ""));
  if (!extra) return {};
  const file = join(temporary, "authorities.pem");
  await writeFile(file, [...rootCertificates, extra].join("\n"));
  return { SSL_CERT_FILE: file };
}

/** Settings of pip that uv has too, under another name. */
const UV_NAMES: Readonly<Record<string, readonly string[]>> = {
  "index-url": ["UV_DEFAULT_INDEX"],
  "extra-index-url": ["UV_INDEX"],
  "no-index": ["UV_NO_INDEX"],
  "trusted-host": ["UV_INSECURE_HOST"],
  cert: ["SSL_CERT_FILE"],
  "client-cert": ["SSL_CLIENT_CERT"],
  proxy: ["HTTP_PROXY", "HTTPS_PROXY"],
  "default-timeout": ["UV_HTTP_TIMEOUT"],
  timeout: ["UV_HTTP_TIMEOUT"],
};

export function uvSettings(pip: Readonly<Record<string, string>>): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [pipName, uvNames] of Object.entries(UV_NAMES))
    for (const name of uvNames) if (pip[pipName]) settings[name] = pip[pipName];
  // pip passes over folders that are not there, uv does not
  const links = (pip["find-links"] ?? "")
    .split(/\s+/)
    .filter((link) => link.includes("://") || existsSync(link));
  return { ...settings, ...(links[0] && { UV_FIND_LINKS: links.join(",") }) };
}
