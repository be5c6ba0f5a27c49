import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { HarnessError } from "../../core/errors.ts";
import { bypassProxy, resolveLocalhostNames } from "../../core/loopback.ts";
import { forgetAwsAccount } from "./aws-environment.ts";
import { CleanUpError, explain } from "./errors.ts";
import { InterruptedError, Interruption } from "./interruption.ts";
import { invocation, PROGRAM } from "./invocation.ts";
import { paint } from "./paint.ts";
import { onParentDeath } from "./parent.ts";

/** The module of one command. */
export interface CommandModule {
  /** Adds the options, the examples and the action. */
  define(command: Command): void;
}

/** Exit code of a command that was called wrongly. */
const USAGE = 2;
/** As if ended by SIGPIPE. */
const CLOSED_OUTPUT = 141;

export const newProgram = (): Command =>
  new Command(PROGRAM)
    .description("Runs, watches and tests a CDK app on LocalStack 4.14.0, without Docker or an account.")
    .version(version(), "-V, --version")
    .showHelpAfterError(`(${invocation("")} --help lists the commands)`)
    .exitOverride();

/** A command of the program, which reports wrong options as the program itself does. */
export const newCommand = (name: string): Command =>
  new Command(name).showHelpAfterError(`(${invocation(name)} --help lists the options)`).exitOverride();

function version(): string {
  // compiled code is one folder deeper
  for (const path of ["../../package.json", "../../../package.json"]) {
    const manifest = readManifest(new URL(path, import.meta.url));
    if (manifest?.name === PROGRAM) return manifest.version;
  }
  return "unknown";
}

function readManifest(url: URL): { name: string; version: string } | undefined {
  try {
    return JSON.parse(readFileSync(url, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Gives a command its action: with no way to an AWS account in the environment, unless the account is `kept`, and with a
 * signal that Ctrl-C, SIGTERM, the end of npm and a closed terminal abort.
 */
export function act<Options extends object>(
  command: Command,
  action: (signal: AbortSignal, options: Options, ...args: string[]) => Promise<void>,
  { awsAccount = "forgotten" }: { awsAccount?: "forgotten" | "kept" } = {},
): void {
  command.action(async (...args) => {
    if (awsAccount === "forgotten") forgetAwsAccount();
    bypassProxy();
    resolveLocalhostNames();
    using interruption = new Interruption({ force });
    endWithReader(interruption);
    using _watch = await onParentDeath((parent) => interruption.interrupt(`the end of ${parent}`, 129));
    try {
      const texts = args.flat().filter((arg) => typeof arg === "string");
      await action(interruption.signal, command.opts<Options>(), ...texts);
    } catch (error) {
      // other errors are consequences of the interruption
      const { signal } = interruption;
      const interrupted = signal.aborted && signal.reason instanceof InterruptedError;
      throw interrupted && !(error instanceof CleanUpError) ? signal.reason : error;
    }
  });
}

/**
 * Runs a program: one line for an error, an exit code for everything (0 done, 1 failed, 2 called wrongly, 128 + n ended
 * by signal n).
 */
export async function runProgram(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onClosedOutput);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof InterruptedError) return error.exitCode;
  // commander has already said what is wrong
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  process.stderr.write(`${paint("red", "error:", process.stderr)} ${explain(error)}\n`);
  return error instanceof HarnessError && error.code === "USAGE" ? USAGE : 1;
}

/** What a command writes to may be closed: `inbox --help | head -1`. */
function onClosedOutput(): void {
  process.exitCode ||= CLOSED_OUTPUT;
}

/** A command that goes on for a while (`npm start | head`) then ends as if interrupted. */
function endWithReader(interruption: Interruption): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => interruption.interrupt("a closed output", CLOSED_OUTPUT));
  }
}

function force(exitCode: number): never {
  const showCursor = "\u001b[?25h";
  if (process.stderr.isTTY) process.stderr.write(showCursor);
  process.exit(exitCode);
}
