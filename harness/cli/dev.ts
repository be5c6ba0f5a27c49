import type { Command } from "commander";
import { loadProject } from "../config/load.ts";
import { HarnessError } from "../core/errors.ts";
import { watchTypes } from "../dev/type-check.ts";
import { LocalStackEnded } from "../localstack/ended.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { Filter } from "./dev/filter.ts";
import { Keys } from "./dev/keys.ts";
import { type DevOptions, type DevRun, runDev } from "./dev/run.ts";
import { typeLines } from "./dev/update-lines.ts";
import { addInstanceOptions, examples } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";

interface CommandOptions extends DevOptions {
  types: boolean;
}

export function define(command: Command): void {
  command.description("As start, and brings each change of the app's files to LocalStack when it is saved.");
  addInstanceOptions(command)
    .option("--inspect [functions...]", "open the inspector of functions, or of all, for a debugger")
    .option("--no-types", "do not run the project's tsc beside it");
  examples(command, [
    ["", "until Ctrl-C"],
    ["--port 4570", "on another port"],
    ["--inspect send compose", "with breakpoints in functions"],
  ]);
  act(command, dev);
}

const HELP = "h help, r deploy again, f filter, m open the last mail, o open the console, q quit";
const write = (line: string) => process.stdout.write(`${line}\n`);

async function dev(command: AbortSignal, { types, ...options }: CommandOptions): Promise<void> {
  const quit = new AbortController();
  const signal = AbortSignal.any([command, quit.signal]);
  let run: DevRun | undefined;
  let again: (() => void) | undefined;
  const filter = new Filter();
  using keys = new Keys(
    {
      h: () => write(HELP),
      f: () => write(`showing ${filter.next()}`),
      r: () => (again ? again() : run?.redeploy()),
      m: () => run?.openLastMail(),
      o: () => run?.openConsole(),
      q: () => quit.abort(new HarnessError("QUIT", "the user has quit")),
    },
    { onEnd: () => again?.() },
  );
  const checking = types
    ? watchTypes({
        root: PROJECT_ROOT,
        signal,
        onErrors: (errors) => typeLines(errors).forEach(write),
      }).catch((error: unknown) => signal.aborted || Promise.reject(error))
    : undefined;
  const hint = process.stdin.isTTY && keys.isOpen ? HELP : undefined;
  try {
    for (;;) {
      const project = await loadProject(PROJECT_ROOT);
      const end = await runDev(project, options, signal, { filter, hint, onReady: (ready) => (run = ready) });
      run = undefined;
      if (!(end instanceof LocalStackEnded) || !keys.isOpen) throw end;
      write(`${end.message}\npress r to start it again and deploy the app, q to quit`);
      await new Promise<void>((resolve) => {
        again = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      again = undefined;
      signal.throwIfAborted();
      if (!keys.isOpen) throw end;
    }
  } catch (error) {
    if (!quit.signal.aborted) throw error;
  } finally {
    // what was begun ends before the command does
    quit.abort();
    await checking;
  }
}
