import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as http from "node:http";
import * as https from "node:https";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { rootCertificates } from "node:tls";
import { HarnessError } from "../../core/errors.ts";
import { downloadError } from "./install-errors.ts";
import type { Wheel } from "./uv-lock.ts";

/** Where packages come from unless uv's or pip's settings say otherwise: the default of both. */
const DEFAULT_INDEX = "https://pypi.org/simple";
/** Milliseconds without a byte. */
const SILENCE_MS = 60_000;
const REDIRECTS = 5;

export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * A wheel from the package index that uv's settings name, compared with its hash. This is Node.js's own download, for
 * machines that have neither Python nor uv.
 * @throws HarnessError `CERTIFICATE_UNKNOWN`, `PROXY_FAILED`, `DOWNLOAD_FAILED`; the signal's reason
 */
export async function fetchWheel(
  project: string,
  wheel: Wheel,
  settings: Settings,
  signal?: AbortSignal,
): Promise<Buffer> {
  const content = (await fromFolders(wheel, settings)) ?? (await fromIndex(project, wheel, settings, signal));
  const found = createHash("sha256").update(content).digest("hex");
  if (found === wheel.sha256) return content;
  throw new HarnessError(
    "DOWNLOAD_FAILED",
    `${wheel.file} is not what was published (SHA-256 ${found}, not ${wheel.sha256}): ` +
      "ask who runs your package index or proxy, or install uv yourself",
  );
}

/** From the folders that pip's `find-links` names, which is how machines without an index have packages. */
async function fromFolders({ file }: Wheel, { UV_FIND_LINKS = "" }: Settings): Promise<Buffer | undefined> {
  for (const folder of UV_FIND_LINKS.split(",").filter((link) => link && !link.includes("://"))) {
    const content = await readFile(join(folder, file)).catch(() => undefined);
    if (content) return content;
  }
  return undefined;
}

async function fromIndex(
  project: string,
  { file }: Wheel,
  settings: Settings,
  signal?: AbortSignal,
): Promise<Buffer> {
  const index = settings.UV_DEFAULT_INDEX || settings.UV_INDEX_URL || DEFAULT_INDEX;
  try {
    const page = new URL(`${index.replace(/\/+$/, "")}/${project}/`);
    const get = await getter(settings, signal);
    // PEP 503: a page of links, which every index and every mirror has
    const links = (await get(page)).toString().matchAll(/href\s*=\s*["']([^"'#]+)/gi);
    const addresses = Array.from(links, ([, href = ""]) => new URL(href.replaceAll("&amp;", "&"), page));
    const address = addresses.find(({ pathname }) => decodeURIComponent(pathname).endsWith(`/${file}`));
    if (!address) throw new Error(`it does not have ${file}`);
    if (address.host === page.host) Object.assign(address, pick(page));
    return await get(address);
  } catch (error) {
    signal?.throwIfAborted();
    throw downloadError(`the Python package index ${index} cannot be reached`, describe(error), settings, {
      cause: error,
    });
  }
}

const pick = ({ username, password }: URL) => ({ username, password });

type Get = (address: URL, redirects?: number) => Promise<Buffer>;

async function getter(settings: Settings, signal?: AbortSignal): Promise<Get> {
  const options = {
    ca: await authorities(settings),
    proxyEnv: proxies(settings),
    timeout: SILENCE_MS,
  };
  const agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  const trusted = (settings.UV_INSECURE_HOST ?? "").split(" ");
  return async function get(address, redirects = REDIRECTS) {
    const { protocol, hostname, host } = address;
    if (protocol !== "http:" && protocol !== "https:") throw new Error(`${protocol} is not HTTP`);
    const response = await send(protocol === "http:" ? http : https, address, {
      agent: agents[protocol],
      rejectUnauthorized: !trusted.includes(hostname) && !trusted.includes(host),
      signal,
      headers: { accept: "text/html, application/octet-stream;q=0.9, */*;q=0.1" },
    });
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location && redirects > 0) {
      response.resume();
      return get(new URL(headers.location, address), redirects - 1);
    }
    if (statusCode === 200) return buffer(response);
    response.resume();
    throw new Error(`it answers ${statusCode} ${response.statusMessage}`);
  };
}

const send = (module: typeof http | typeof https, address: URL, options: https.RequestOptions) =>
  new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = module.request(address, options, resolve).on("error", reject);
    request.on("timeout", () => request.destroy(new Error(`no answer within ${SILENCE_MS / 1_000} s`))).end();
  });

/** Node.js's own, and those of the company. */
const authorities = async ({ SSL_CERT_FILE }: Settings): Promise<string[]> =>
  SSL_CERT_FILE ? [...rootCertificates, await readFile(SSL_CERT_FILE, "utf8")] : [...rootCertificates];

/** `ALL_PROXY` is uv's, not Node.js's. */
function proxies(settings: Settings): NodeJS.ProcessEnv {
  const all = settings.ALL_PROXY ?? settings.all_proxy;
  const set = Object.entries(settings).filter(([name]) => /^(https?|no)_proxy$/i.test(name));
  return { ...(all && { HTTP_PROXY: all, HTTPS_PROXY: all }), ...Object.fromEntries(set) };
}

const describe = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  return error instanceof Error
    ? error.message || String((error as NodeJS.ErrnoException).code)
    : String(error);
};
