import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { HarnessError } from "../../core/errors.ts";
import { temporaryFolder } from "../../core/files/temporary-folder.ts";
import { failureText, noAssembly } from "../../deploy/cdklocal.ts";
import type { Recording } from "../../deploy/recording/recording.ts";
import { readRecordings, recordingVariables } from "../../deploy/recording/recordings.ts";

/** What takes long to load and is the same for every run. */
const HEAVY = /[/\\]node_modules[/\\](aws-cdk-lib|constructs|@aws-cdk|typescript|ts-node)[/\\]/;

const heavy = (modules: readonly string[]): string[] =>
  [...new Set(modules)].filter((module) => HEAVY.test(module));

export interface WarmAppOptions {
  root: string;
  /** The CDK app, as a command for the shell. */
  command: string;
  /** What its last run recorded: variables and modules of the next one. */
  recording: Recording;
  /** Where results of esbuild are kept for later runs. */
  kept: string;
  /** Where assemblies are written to: always the same folder, because its path is in what bundlers are asked for. */
  folder: string;
}

/** The cloud assembly of a run. It is there until the next run. */
export interface Synthesis {
  folder: string;
  recording: Recording;
}

/** A CDK app whose next run has loaded the CDK already, in a new process that waits to be called. */
export class WarmApp implements AsyncDisposable {
  readonly #options: WarmAppOptions;
  #recording: Recording;
  #next: Promise<WaitingRun> | undefined;

  constructor(options: WarmAppOptions) {
    this.#options = options;
    this.#recording = options.recording;
  }

  /** Starts the process of the next run, if there is none. */
  prepare(): void {
    this.#next ??= WaitingRun.start(this.#options, this.#recording, this.#options.folder);
    // the run itself reports it
    this.#next.catch(() => {});
  }

  /**
   * Runs the app.
   * @throws HarnessError `CDKLOCAL_FAILED` with what the app wrote; the signal's reason
   */
  async synthesise(signal: AbortSignal): Promise<Synthesis> {
    this.prepare();
    const next = this.#next;
    this.#next = undefined;
    if (!next) throw new TypeError("the app has no next run");
    let run = await next;
    if (run.hasEnded) {
      // killed while it waited: for lack of memory, or by a user
      await run.end();
      run = await WaitingRun.start(this.#options, this.#recording, this.#options.folder);
    }
    const synthesis = await run.call(signal);
    this.#recording = synthesis.recording;
    return synthesis;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    await (await next?.catch(() => undefined))?.end();
  }
}

/** The variables of a run whose assembly goes to another folder: the CDK's command line names files in it, too. */
function elsewhere(variables: Record<string, string>, folder: string): Record<string, string> {
  const former = variables.CDK_OUTDIR ?? "";
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replaceAll(former, folder)]),
  );
}

/** One process of an app, waiting for its call. */
class WaitingRun {
  readonly #folder: string;
  readonly #private: string;
  readonly #server: Server;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #sockets = new Set<Socket>();
  #called = false;
  #output = "";

  static async start(options: WarmAppOptions, recording: Recording, folder: string): Promise<WaitingRun> {
    // short: the path of a socket has at most 100 characters
    const own = await mkdtemp(join(await temporaryFolder(), "cdk-app-"));
    const server = createServer();
    server.listen(join(own, "call"));
    await once(server, "listening");
    return new WaitingRun(options, recording, folder, own, server);
  }

  private constructor(
    { root, command, kept }: WarmAppOptions,
    { variables, modules, imported, loaded }: Recording,
    folder: string,
    own: string,
    server: Server,
  ) {
    this.#folder = folder;
    this.#private = own;
    this.#server = server;
    server.unref().on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
      if (this.#called) socket.write(".");
    });
    const settings = {
      root,
      kept,
      recordings: own,
      socket: join(own, "call"),
      preloaded: {
        modules: heavy(modules),
        imported: heavy(imported),
        isTypeScript: loaded.some((path) => /\.[cm]?ts$/.test(path)),
      },
    };
    this.#process = spawn("/bin/sh", ["-c", command], {
      cwd: root,
      env: {
        ...elsewhere(variables, folder),
        ...recordingVariables(settings, variables.NODE_OPTIONS),
        // the types are checked beside the synthesis
        TS_NODE_TRANSPILE_ONLY: "true",
      },
      stdio: ["ignore", "pipe", "pipe"],
      // one signal reaches all of it, and Ctrl-C in a terminal none
      detached: true,
    });
    this.#ended = new Promise((resolve) => this.#process.once("close", resolve).once("error", resolve));
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
  }

  /** Whether its process is there no more. */
  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  async call(signal: AbortSignal): Promise<Synthesis> {
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
    this.#called = true;
    for (const socket of this.#sockets) socket.write(".");
    const onAbort = () => this.#kill();
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    try {
      await this.#ended;
      signal.throwIfAborted();
      const code = this.#process.exitCode;
      const recording = await readRecordings(this.#private);
      if (code === 0 && !existsSync(join(this.#folder, "manifest.json"))) throw noAssembly();
      if (code === 0 && recording) return { folder: this.#folder, recording };
      const said = failureText(this.#output, code ?? "none");
      throw new HarnessError("CDKLOCAL_FAILED", `the CDK app does not synthesise: ${said}`);
    } catch (error) {
      await rm(this.#folder, { recursive: true, force: true });
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
      await this.#cleanUp();
    }
  }

  async end(): Promise<void> {
    this.#kill();
    // what it writes until then is removed, too
    await this.#ended;
    await this.#cleanUp();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #kill(): void {
    const { pid, exitCode } = this.#process;
    if (pid === undefined || exitCode !== null) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  async #cleanUp(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await rm(this.#private, { recursive: true, force: true });
  }
}
