import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server for one test, on a free port of the loopback interface. */
export interface Served extends AsyncDisposable {
  endpoint: string;
  /** `METHOD path body` of each request so far. */
  requests: string[];
}

/** A response of such a server; the body is sent as JSON. */
export interface StubResponse {
  status: number;
  body?: unknown;
}

/** Serves JSON; `undefined` is a 404. */
export async function serve(
  respond: (method: string, path: string, body: unknown) => StubResponse | undefined,
): Promise<Served> {
  const requests: string[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = "", url = "" } = request;
    requests.push(`${method} ${url} ${text}`.trim());
    const { status, body } = respond(method, url, text && JSON.parse(text)) ?? { status: 404 };
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    listener(request, response).catch((error) => response.destroy(error as Error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
