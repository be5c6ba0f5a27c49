import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import module, { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import os from "node:os";
import { promisify } from "node:util";
import workerThreads from "node:worker_threads";

/**
 * Notes what a process does that may depend on more than its files and variables: other processes and threads, connections,
 * native code.
 */
export class Unseen {
  readonly #reasons = new Set<string>();
  #isSeen = false;

  constructor() {
    for (const name of ["exec", "execSync"])
      this.#watch(childProcess, name, (line) => `starts ${firstWord(line)}`);
    for (const name of ["execFile", "execFileSync", "fork", "spawn", "spawnSync"])
      this.#watch(
        childProcess,
        name,
        (program, ...rest) => `starts ${rest.some(wantsShell) ? firstWord(program) : program}`,
      );
    this.#watch(workerThreads, "Worker", () => "starts a thread");
    this.#watch(Socket.prototype, "connect", () => "makes a connection");
    this.#watch(dgram, "createSocket", () => "makes a connection");
    for (const owner of [dns, dns.promises])
      for (const name of Object.keys(owner).filter((each) => /^(lookup|resolve|reverse)/.test(each)))
        this.#watch(owner, name, () => "looks a name up");
    this.#watch(os, "networkInterfaces", () => "asks for the addresses of this machine");
    this.#watch(process, "dlopen", (_, file) => `loads ${String(file)}`);
    // the loader has a thread
    this.#watch(module, "register", (loader) => `loads modules by ${String(loader)}`);
    syncBuiltinESMExports();
  }

  get reasons(): string[] {
    return [...this.#reasons];
  }

  note(reason: string): void {
    if (!this.#isSeen) this.#reasons.add(reason);
  }

  /** Does something of which another recording shows what it depends on. */
  seen<T>(act: () => T): T {
    const before = this.#isSeen;
    this.#isSeen = true;
    try {
      return act();
    } finally {
      this.#isSeen = before;
    }
  }

  #watch(owner: object, name: string, reason: (...args: unknown[]) => string): void {
    const noted = <T extends object>(original: T): T =>
      new Proxy(original, {
        apply: (target, self, args) => {
          this.note(reason(...args));
          return Reflect.apply(target as never, self, args);
        },
        construct: (target, args, made) => {
          this.note(reason(...args));
          return Reflect.construct(target as never, args, made);
        },
      });
    const original = Reflect.get(owner, name) as ((...args: unknown[]) => unknown) & { [custom]?: object };
    let replaced = noted(original);
    // what `promisify` returns calls the original, and no property of a proxy may hide one of its target
    if (original[custom])
      replaced = Object.assign((...args: unknown[]) => noted(original)(...args), {
        [custom]: noted(original[custom]),
      });
    Object.assign(owner, { [name]: replaced });
  }
}

const { custom } = promisify;

/** The program of a command line, whose arguments may be secret. */
const firstWord = (line: unknown): string => String(line).split(" ")[0] ?? "";

const wantsShell = (argument: unknown): boolean => Boolean((argument as { shell?: unknown } | null)?.shell);
