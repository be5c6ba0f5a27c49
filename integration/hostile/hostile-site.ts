import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A malicious web site, at a separate origin on this machine. */
export interface HostileSite extends AsyncDisposable {
  origin: string;
  /** A module with the ways of `ways.ts`, which pages of any origin may import. */
  waysUrl: string;
  /** What arrived at the site itself, which refuses nothing: `METHOD path?query`. */
  arrived: string[];
}

const SERVICE_WORKER = `
  addEventListener("install", () => skipWaiting());
  addEventListener("message", ({ data }) => fetch(data.address, { mode: "no-cors" }).catch(() => {}));
`;

/** Serves a page without a script, the ways, a service worker, redirects, and takes all that is sent. */
export async function serveHostileSite(): Promise<HostileSite> {
  const ways = stripTypeScriptTypes(await readFile(join(import.meta.dirname, "ways.ts"), "utf8"));
  const arrived: string[] = [];
  const send = (response: ServerResponse, type: string, body: string) =>
    response.setHeader("content-type", type).end(body);
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    arrived.push(`${method} ${url}`);
    // nothing that this server sends keeps a browser from anything
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.setHeader("access-control-allow-methods", "GET, POST, PUT, DELETE");
    response.setHeader("access-control-allow-headers", "content-type");
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname === "/ways.js") return send(response, "text/javascript", ways);
    if (pathname === "/service-worker.js") return send(response, "text/javascript", SERVICE_WORKER);
    if (pathname === "/redirect")
      return response.writeHead(302, { location: searchParams.get("to") ?? "" }).end();
    return send(response, "text/html", "<!doctype html><title>Win a cat</title><body>");
  });
  server.on("upgrade", (request, socket) => {
    arrived.push(`WEBSOCKET ${request.url}`);
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://evil.localhost:${port}`;
  return {
    origin,
    waysUrl: `${origin}/ways.js`,
    arrived,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
