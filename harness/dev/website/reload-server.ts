import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Makes open pages reload, by server-sent events on a loopback port, and reports new code to programs. */
export class ReloadServer implements AsyncDisposable {
  readonly origin: string;
  readonly #server: Server;
  readonly #pages = new Set<ServerResponse>();
  readonly #followers = new Set<ServerResponse>();

  static async start(): Promise<ReloadServer> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ReloadServer(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => this.#answer(request, response));
  }

  /** Pages that wait for a reload. */
  get pages(): number {
    return this.#pages.size;
  }

  /** Where programs learn which functions have other code. */
  get updates(): string {
    return `${this.origin}/updates`;
  }

  /** Reports functions with other code, by their physical names. */
  report(functions: readonly string[]): void {
    for (const follower of this.#followers) follower.write(`data: ${JSON.stringify(functions)}\n\n`);
  }

  reload(): void {
    for (const page of this.#pages) page.write("data: reload\n\n");
  }

  #answer({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
    // a name that another site's DNS points here is no name of this server
    const isOwn = `http://${headers.host}` === this.origin && method === "GET";
    const isPage = headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
    const answers = {
      "/reload.js": this.#script,
      "/events": this.#events,
      ...(!isPage && { "/updates": this.#updates }),
    };
    const answer = isOwn
      ? (answers as Record<string, (response: ServerResponse) => void>)[url ?? ""]
      : undefined;
    if (answer) answer(response);
    else response.writeHead(isOwn ? 404 : 403).end();
  }

  readonly #script = (response: ServerResponse): void => {
    const script = `new EventSource(${JSON.stringify(`${this.origin}/events`)}).onmessage = () => location.reload();\n`;
    response
      .writeHead(200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" })
      .end(script);
  };

  readonly #events = (response: ServerResponse): void => {
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      // the page has the origin of its bucket, and learns nothing but that it is to reload
      "access-control-allow-origin": "*",
    });
    response.write(": connected\n\n");
    this.#pages.add(response);
    response.on("close", () => this.#pages.delete(response));
  };

  readonly #updates = (response: ServerResponse): void => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": connected\n\n");
    this.#followers.add(response);
    response.on("close", () => this.#followers.delete(response));
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
