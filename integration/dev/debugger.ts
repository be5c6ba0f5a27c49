import { once } from "node:events";
import { SourceMap, type SourceMapPayload } from "node:module";
import { poll } from "localstack-harness";
import { WebSocket } from "ws";

interface Script {
  scriptId: string;
  url: string;
  sourceMapURL?: string;
}

interface Location {
  scriptId: string;
  lineNumber: number;
  columnNumber?: number;
}

interface CallFrame {
  callFrameId: string;
  location: Location;
}

/** A debugger that speaks the protocol of Node.js's inspector. @see https://chromedevtools.github.io/devtools-protocol/ */
export class Debugger implements AsyncDisposable {
  readonly ended: Promise<unknown>;
  readonly #socket: WebSocket;
  readonly #scripts = new Map<string, Script>();
  readonly #stops: CallFrame[] = [];
  #onStop: (() => void) | undefined;
  #last = 0;

  static async attach(port: number): Promise<Debugger> {
    const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
    await once(socket, "open");
    const debug = new Debugger(socket);
    await debug.#send("Runtime.enable");
    await debug.#send("Debugger.enable");
    return debug;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.ended = once(socket, "close");
    socket.on("message", (data) => {
      const { method, params } = JSON.parse(String(data));
      if (method === "Debugger.scriptParsed") this.#scripts.set(params.scriptId, params);
      if (method !== "Debugger.paused") return;
      this.#stops.push(params.callFrames[0]);
      this.#onStop?.();
    });
  }

  /** Sets a breakpoint at the first line of a source with this text, as editors do: by the source map. */
  async breakAt(source: string, text: string): Promise<void> {
    const [script, payload] = await this.#mapped(source);
    const at = payload.sources.findIndex((each) => each.endsWith(source));
    const line = (payload.sourcesContent[at] ?? "").split("\n").findIndex((each) => each.includes(text));
    const map = new SourceMap(payload);
    const { scriptSource } = await this.#send<{ scriptSource: string }>("Debugger.getScriptSource", {
      scriptId: script.scriptId,
    });
    for (const [lineNumber, generated] of scriptSource.split("\n").entries()) {
      for (let columnNumber = 0; columnNumber < generated.length; columnNumber++) {
        const entry = map.findEntry(lineNumber, columnNumber);
        if (!("originalSource" in entry) || !entry.originalSource.endsWith(source)) continue;
        if (entry.originalLine !== line) continue;
        // Node.js may compile a module more than once
        await this.#send("Debugger.setBreakpointByUrl", {
          url: script.url,
          lineNumber,
          columnNumber: entry.generatedColumn,
        });
        return;
      }
    }
    throw new Error(`no code comes from ${source}:${line + 1}`);
  }

  /** A process that has just started has not loaded its code yet. */
  #mapped(source: string): Promise<[Script, SourceMapPayload]> {
    return poll({ awaiting: `a script that is made of ${source}`, within: 60_000 }, async () => {
      const found = this.#mappedNow(source);
      return found ? { done: found } : { seen: `${this.#scripts.size} others` };
    });
  }

  #mappedNow(source: string): [Script, SourceMapPayload] | undefined {
    for (const script of this.#scripts.values()) {
      const [, data] = /^data:application\/json;base64,(.*)$/.exec(script.sourceMapURL ?? "") ?? [];
      if (!data) continue;
      const payload = JSON.parse(Buffer.from(data, "base64").toString()) as SourceMapPayload;
      if (payload.sources.some((each) => each.endsWith(source))) return [script, payload];
    }
    return undefined;
  }

  /** Where the function stops next. */
  async stopped(): Promise<CallFrame> {
    while (this.#stops.length === 0)
      await new Promise<void>((resolve) => {
        this.#onStop = resolve;
      });
    return this.#stops.shift() as CallFrame;
  }

  /** The line of the source that a stop is at. */
  async lineOf({ location }: CallFrame): Promise<string> {
    const script = this.#scripts.get(location.scriptId);
    const [, data = ""] = /base64,(.*)$/.exec(script?.sourceMapURL ?? "") ?? [];
    const payload = JSON.parse(Buffer.from(data, "base64").toString()) as SourceMapPayload;
    const entry = new SourceMap(payload).findEntry(location.lineNumber, location.columnNumber ?? 0);
    if (!("originalLine" in entry)) return "";
    const at = payload.sources.findIndex((each) => entry.originalSource.endsWith(each));
    return (payload.sourcesContent[at] ?? "").split("\n")[entry.originalLine] ?? "";
  }

  async evaluate({ callFrameId }: CallFrame, expression: string): Promise<unknown> {
    const { result } = await this.#send<{ result: { value: unknown } }>("Debugger.evaluateOnCallFrame", {
      callFrameId,
      expression,
    });
    return result.value;
  }

  async stepOver(): Promise<CallFrame> {
    await this.#send("Debugger.stepOver");
    return this.stopped();
  }

  async resume(): Promise<void> {
    await this.#send("Debugger.resume");
  }

  #send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const onMessage = (data: unknown) => {
        const message = JSON.parse(String(data));
        if (message.id !== id) return;
        this.#socket.off("message", onMessage);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      };
      this.#socket.on("message", onMessage);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
    await this.ended;
  }
}
