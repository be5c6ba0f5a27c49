import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";
import { LOOPBACK, listenFrom } from "../../core/listen.ts";

export interface InspectorProxyOptions {
  /** The function. */
  name: string;
  /** Where debuggers connect, or the next free port. */
  firstPort: number;
  /** Called when a debugger has attached to the process with this port; 0: when it has gone. */
  onAttached: (port: number) => void;
  /** Called when a debugger stops the function, and when it lets it go on. */
  onStopped: (isStopped: boolean) => void;
}

/** Milliseconds for which a debugger waits for the function's next process. */
const PROCESS_MS = 10_000;
const LOOK_MS = 50;

/** The inspector of a function at one port, whichever process the function runs in. Only for programs of this machine. */
export class InspectorProxy implements AsyncDisposable {
  readonly #options: InspectorProxyOptions;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<WebSocket>();
  #port = 0;
  #target = 0;

  static async start(options: InspectorProxyOptions): Promise<InspectorProxy> {
    const proxy = new InspectorProxy(options);
    proxy.#port = await listenFrom(options.firstPort, proxy.#server);
    return proxy;
  }

  /** Where debuggers connect. */
  get port(): number {
    return this.#port;
  }

  private constructor(options: InspectorProxyOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on("upgrade", (request, socket, head) => {
      if (!this.#isOwn(request)) socket.destroy();
      else this.#sockets.handleUpgrade(request, socket, head, (client) => void this.#connect(client));
    });
  }

  /** Sends new debuggers to the inspector of another process. */
  aim(port: number): void {
    this.#target = port;
  }

  /** A web page sends its origin, or another name for this machine. */
  #isOwn({ headers }: IncomingMessage): boolean {
    const isPage = /^https?:/.test(headers.origin ?? "") || headers["sec-fetch-site"] !== undefined;
    return !isPage && [`${LOOPBACK}:${this.#port}`, `localhost:${this.#port}`].includes(headers.host ?? "");
  }

  /** @see https://chromedevtools.github.io/devtools-protocol/#endpoints */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#isOwn(request) || request.method !== "GET") {
      response.writeHead(403).end();
      return;
    }
    try {
      const text = await this.#ask(request.url ?? "/");
      const own = text.replaceAll(
        /(ws=|ws:\/\/)127\.0\.0\.1:\d+\/[\w-]+/g,
        `$1${LOOPBACK}:${this.#port}/${this.#options.name}`,
      );
      response.writeHead(200, { "content-type": "application/json; charset=UTF-8" }).end(own);
    } catch {
      response.writeHead(503).end();
    }
  }

  /** What the inspector of the function's process says; waits for one. */
  async #ask(path: string): Promise<string> {
    const deadline = performance.now() + PROCESS_MS;
    for (;;) {
      try {
        const response = await fetch(`http://${LOOPBACK}:${this.#target}${path}`);
        return await response.text();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(LOOK_MS);
      }
    }
  }

  async #connect(client: WebSocket): Promise<void> {
    const waiting: { data: Buffer; isBinary: boolean }[] = [];
    const hold = (data: Buffer, isBinary: boolean) => waiting.push({ data, isBinary });
    client.on("message", hold).on("error", () => client.terminate());
    this.#connections.add(client);
    client.on("close", () => this.#connections.delete(client));
    let target: WebSocket;
    let port: number;
    try {
      const [inspector] = JSON.parse(await this.#ask("/json/list")) as { webSocketDebuggerUrl: string }[];
      port = this.#target;
      target = new WebSocket(inspector?.webSocketDebuggerUrl ?? "", { perMessageDeflate: false });
      await once(target, "open");
    } catch {
      client.close(1013, "the function has no process");
      return;
    }
    client.off("message", hold).on("message", (data, isBinary) => target.send(data, { binary: isBinary }));
    for (const { data, isBinary } of waiting) target.send(data, { binary: isBinary });
    this.#relay(client, target, port);
  }

  #relay(client: WebSocket, target: WebSocket, port: number): void {
    const { onAttached, onStopped } = this.#options;
    let isStopped = false;
    const setStopped = (now: boolean) => {
      if (now !== isStopped) onStopped(now);
      isStopped = now;
    };
    target.on("message", (data: Buffer, isBinary) => {
      const start = data.subarray(0, 60).toString();
      if (start.includes('"method":"Debugger.paused"')) setStopped(true);
      else if (start.includes('"method":"Debugger.resumed"')) setStopped(false);
      client.send(data, { binary: isBinary });
    });
    client.on("close", () => {
      setStopped(false);
      target.close();
      onAttached(0);
    });
    const end = () => {
      setStopped(false);
      client.close(1001, "the process of the function has ended");
    };
    target.on("close", end).on("error", end);
    onAttached(port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.terminate();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
