import type { Command } from "commander";
import { startConsole } from "../console/console.ts";
import { openInBrowser } from "../console/open.ts";
import { keptSession, openingAddress } from "../console/session.ts";
import { requirePlugin } from "../control/control.ts";
import { directFetch } from "../core/loopback.ts";
import { stackPlaces } from "../deploy/deployed-stacks.ts";
import { type EndpointOptions, endpointOption, examples, portOption } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";
import { runningLocalStack } from "./terminal/running.ts";

interface ConsoleCommandOptions extends EndpointOptions {
  open: boolean;
}

export function define(command: Command): void {
  command
    .description(
      "Opens the console in the browser: that of start where it runs, else a new one that is served until Ctrl-C.",
    )
    .option("--no-open", "only print the address")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", "of the LocalStack on the project's port"],
    ["--no-open", "for a browser on another desktop"],
  ]);
  act(command, consoleCommand);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function consoleCommand(signal: AbortSignal, { open, ...where }: ConsoleCommandOptions): Promise<void> {
  const { project, endpoint } = await runningLocalStack(where, signal);
  await requirePlugin(endpoint, "the console");
  const known = await keptSession(project.root, endpoint);
  if (known && (await answers(known.address))) {
    await show(openingAddress(known), open, project.root);
    return;
  }
  const places = await stackPlaces(endpoint, signal);
  await using console = await startConsole({ endpoint, project, places });
  await show(console.address, open, project.root);
  write("Ctrl-C ends it; LocalStack goes on.");
  await new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
}

async function show(address: string, open: boolean, root: string): Promise<void> {
  write(`Console  ${address}`);
  if (open && !(await openInBrowser(address, root)))
    write("No browser could be opened: open this address in one.");
}

/** A console that was killed leaves its session behind. */
const answers = (address: string): Promise<boolean> =>
  directFetch(address, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status === 401,
    () => false,
  );
