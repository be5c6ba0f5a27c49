import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { selfSigned } from "../../testing/self-signed.ts";
import { fetchWheel } from "./package-index.ts";

const CONTENT = Buffer.from("a wheel");
const WHEEL = {
  file: "uv-1.0-py3-none-any.whl",
  sha256: createHash("sha256").update(CONTENT).digest("hex"),
};
const PAGE = `<a href="../../files/uv-0.9-py3-none-any.whl">old</a>
  <a href="../../files/${WHEEL.file}#sha256=of-another" data-requires-python="&gt;=3.8">new</a>`;

const servers: Server[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "an index "));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A package index with one project, as mirrors serve it. */
const answer = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.url === "/simple/uv/") response.end(PAGE);
  else if (request.url === `/files/${WHEEL.file}`) response.end(CONTENT);
  else response.writeHead(404).end();
};
const index = async (listener = answer): Promise<string> =>
  `http://${await listen(createServer(listener))}/simple`;

describe("a wheel", () => {
  test.each(["", "/"])("is found in an index whose address ends with %j", async (end) => {
    const settings = { UV_DEFAULT_INDEX: `${await index()}${end}` };
    expect(await fetchWheel("uv", WHEEL, settings)).toEqual(CONTENT);
  });

  test("is found by a redirect, and with the user and password of the index", async () => {
    const asked: (string | undefined)[] = [];
    const address = await index((request, response) => {
      asked.push(request.headers.authorization);
      if (request.url === "/old/uv/") response.writeHead(301, { location: "/simple/uv/" }).end();
      else answer(request, response);
    });
    const old = address.replace("http://", "http://ann:secret@").replace("simple", "old");
    expect(await fetchWheel("uv", WHEEL, { UV_DEFAULT_INDEX: old })).toEqual(CONTENT);
    const authorization = `Basic ${Buffer.from("ann:secret").toString("base64")}`;
    expect(asked).toEqual([authorization, authorization, authorization]);
  });

  test("in a folder of pip's find-links needs no index", async () => {
    await writeFile(join(folder, WHEEL.file), CONTENT);
    expect(await fetchWheel("uv", WHEEL, { UV_FIND_LINKS: `/nowhere,${folder}` })).toEqual(CONTENT);
  });

  test("with another content is refused", async () => {
    const fetching = fetchWheel("uv", { ...WHEEL, sha256: "0" }, { UV_DEFAULT_INDEX: await index() });
    await expect(fetching).rejects.toMatchObject({
      code: "DOWNLOAD_FAILED",
      message: expect.stringMatching(
        /uv-1\.0-py3-none-any\.whl is not what was published \(SHA-256 .*, not 0\)/,
      ),
    });
  });
});

describe("an index", () => {
  test("through a proxy is reached", async () => {
    const address = await index();
    const seen: string[] = [];
    const proxy = await listen(
      createServer((incoming, response) => {
        seen.push(incoming.url ?? "");
        request(incoming.url ?? "", (answered) => answered.pipe(response)).end();
      }),
    );
    const settings = { UV_DEFAULT_INDEX: address, HTTP_PROXY: `http://${proxy}` };
    expect(await fetchWheel("uv", WHEEL, settings)).toEqual(CONTENT);
    expect(seen).toEqual([`${address}/uv/`, address.replace("simple", `files/${WHEEL.file}`)]);
  });

  test("through a proxy that refuses is one sentence about the proxy, without its password", async () => {
    const proxy = createServer((_, response) => response.writeHead(407).end());
    proxy.on("connect", (_, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    const settings = {
      UV_DEFAULT_INDEX: "https://packages.example/simple",
      HTTPS_PROXY: `http://ann:secret@${await listen(proxy)}`,
    };
    const error = await fetchWheel("uv", WHEEL, settings).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      code: "PROXY_FAILED",
      message: expect.stringMatching(
        /^the Python package index https:\/\/packages\.example\/simple cannot be reached through the proxy HTTPS_PROXY=http:\/\/\*\*\*@127\.0\.0\.1:\d+ \(.*407.*\): check the proxy, .*NO_PROXY, then start again$/,
      ),
    });
  });

  test("whose certificate a company's authority signed needs SSL_CERT_FILE, and works with it", async () => {
    const pair = selfSigned();
    const address = `https://${await listen(createSecureServer(pair, answer))}/simple`;
    await expect(fetchWheel("uv", WHEEL, { UV_DEFAULT_INDEX: address })).rejects.toMatchObject({
      code: "CERTIFICATE_UNKNOWN",
      message: expect.stringMatching(/certificate.*\): name the certificates .* SSL_CERT_FILE=<file>/),
    });
    const file = join(folder, "authority.pem");
    await writeFile(file, pair.cert);
    expect(await fetchWheel("uv", WHEEL, { UV_DEFAULT_INDEX: address, SSL_CERT_FILE: file })).toEqual(
      CONTENT,
    );
    const trusted = { UV_DEFAULT_INDEX: address, UV_INSECURE_HOST: "127.0.0.1" };
    expect(await fetchWheel("uv", WHEEL, trusted)).toEqual(CONTENT);
  });

  test("that nothing leads to is one sentence about the network", async () => {
    const address = await index();
    servers[0]?.close();
    await expect(fetchWheel("uv", WHEEL, { UV_DEFAULT_INDEX: address })).rejects.toMatchObject({
      code: "DOWNLOAD_FAILED",
      message: expect.stringMatching(
        /^the Python package index http:\S+ cannot be reached \(connect ECONNREFUSED .*\): the first start needs the network once: .*HTTPS_PROXY.*PIP_INDEX_URL, then start again$/,
      ),
    });
  });

  test.each([
    [
      "that wants a password",
      401,
      /answers 401 Unauthorized\): put the user name and password into PIP_INDEX_URL/,
    ],
    ["without the project", 404, /answers 404 Not Found\): the first start needs the network/],
  ])("%s says so", async (_, status, message) => {
    const address = await index((_request, response) => response.writeHead(status).end());
    await expect(fetchWheel("uv", WHEEL, { UV_DEFAULT_INDEX: address })).rejects.toThrow(message);
  });

  test("without this release says so", async () => {
    const other = { ...WHEEL, file: "uv-2.0-py3-none-any.whl" };
    await expect(fetchWheel("uv", other, { UV_DEFAULT_INDEX: await index() })).rejects.toThrow(
      /it does not have uv-2\.0-py3-none-any\.whl/,
    );
  });
});

test("a download ends with the signal", async () => {
  const controller = new AbortController();
  const address = await index(() => controller.abort(new Error("enough")));
  const fetching = fetchWheel("uv", WHEEL, { UV_DEFAULT_INDEX: address }, controller.signal);
  await expect(fetching).rejects.toThrow("enough");
});
