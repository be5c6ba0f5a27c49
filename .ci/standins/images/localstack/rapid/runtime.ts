/**
 * The runtime process (/var/runtime/bootstrap) and the Runtime API that it speaks.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { constants } from "node:os";

export interface Invocation {
  id: string;
  functionArn: string;
  traceId: string;
  payload: string;
  deadlineMs: number;
}

export type RuntimeEvent =
  | { type: "next" }
  | { type: "answer"; id: string; isError: boolean; body: Buffer<ArrayBuffer> }
  | { type: "initError"; body: Buffer<ArrayBuffer> }
  | { type: "exit"; reason: string }
  | { type: "killed" };

const ADDRESS = { host: "127.0.0.1", port: 9001 };
const ROUTE =
  /^\/2018-06-01\/(?:(ping)|runtime\/(?:invocation\/(next|[^/]+)(?:\/(response|error))?|init\/(error)))$/;
/** As Go's `syscall.Signal` spells them, which is how AWS reports them. */
const SIGNAL_NAMES: Record<string, string> = {
  SIGABRT: "aborted",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal)
    return `Runtime exited with error: signal: ${SIGNAL_NAMES[signal] ?? `signal ${constants.signals[signal]}`}`;
  return code === 0
    ? "Runtime exited without providing a reason"
    : `Runtime exited with error: exit status ${code}`;
}

export class Runtime {
  readonly #server = createServer({ requestTimeout: 0 }, (request, response) => {
    this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  readonly #onOutput: (text: string) => void;
  readonly #maxPayloadBytes: number;
  #child: ChildProcess | undefined;
  #next: ServerResponse | undefined;
  #events: RuntimeEvent[] = [];
  #wake: (() => void) | undefined;

  constructor(options: { maxPayloadBytes: number; onOutput: (text: string) => void }) {
    this.#maxPayloadBytes = options.maxPayloadBytes;
    this.#onOutput = options.onOutput;
  }

  /** Serves the Runtime API; resolves once it listens. */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => this.#server.once("error", reject).listen(ADDRESS, resolve));
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  start(): void {
    const candidates = ["/var/task/bootstrap", "/opt/bootstrap", "/var/runtime/bootstrap"];
    const bootstrap = candidates.find((path) => existsSync(path));
    if (!bootstrap) throw new Error(`none of ${candidates.join(", ")} exists`);
    const child = spawn(bootstrap, {
      cwd: "/var/task",
      env: { ...process.env, AWS_LAMBDA_RUNTIME_API: `${ADDRESS.host}:${ADDRESS.port}` },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => this.#onOutput(text));
    // "close" comes after the last output, "exit" may come before it
    child.on("close", (code, signal) => {
      if (this.#child !== child) return;
      this.#forget();
      this.#emit({ type: "exit", reason: exitReason(code, signal) });
    });
  }

  /** Kills the runtime and all that it started; of what it said and still says nothing is heard but "killed". */
  kill(): void {
    const child = this.#child;
    this.#forget();
    this.#server.closeAllConnections();
    if (child?.pid) process.kill(-child.pid, "SIGKILL");
    this.#events = [];
    this.#emit({ type: "killed" });
  }

  /** The next thing that the runtime says or does; only one caller at a time. */
  async event(): Promise<RuntimeEvent> {
    for (;;) {
      const event = this.#events.shift();
      if (event) return event;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Hands the invocation to the runtime, which has asked for it by `next`. */
  hand(invocation: Invocation): void {
    const response = this.#next;
    if (!response) throw new Error(`the runtime has not asked for invocation ${invocation.id}`);
    this.#next = undefined;
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": invocation.id,
      "Lambda-Runtime-Deadline-Ms": String(invocation.deadlineMs),
      "Lambda-Runtime-Invoked-Function-Arn": invocation.functionArn,
      "Lambda-Runtime-Trace-Id": invocation.traceId,
    });
    response.end(invocation.payload);
  }

  #forget(): void {
    this.#child = undefined;
    this.#next?.destroy();
    this.#next = undefined;
  }

  #emit(event: RuntimeEvent): void {
    this.#events.push(event);
    this.#wake?.();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [matched, ping, id, outcome, initError] = ROUTE.exec(request.url ?? "") ?? [];
    if (!matched) return void response.writeHead(404).end();
    if (ping) return void response.writeHead(200).end("pong");
    if (id === "next") {
      this.#next = response;
      return this.#emit({ type: "next" });
    }
    const body = await bodyOf(request);
    const tooLarge = outcome === "response" && body.length > this.#maxPayloadBytes;
    if (initError) this.#emit({ type: "initError", body });
    else if (id) {
      const answer = tooLarge ? this.#oversized() : body;
      this.#emit({ type: "answer", id, isError: tooLarge || outcome === "error", body: answer });
    }
    response.writeHead(tooLarge ? 413 : 202, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ status: tooLarge ? "RequestEntityTooLarge" : "OK" }));
  }

  #oversized(): Buffer<ArrayBuffer> {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${this.#maxPayloadBytes} bytes).`;
    return Buffer.from(JSON.stringify({ errorType: "Function.ResponseSizeTooLarge", errorMessage }));
  }
}
