import type { Project } from "../../config/load.ts";
import { startConsole } from "../../console/console.ts";
import { openInBrowser } from "../../console/open.ts";
import { noPluginError } from "../../control/control.ts";
import { DevSession } from "../../dev/session.ts";
import { capturedMails } from "../../mail/captured-mail.ts";
import { followActivity } from "../activity/activity.ts";
import { activityLine } from "../activity/activity-event.ts";
import { addressLines, warnOfDifferences } from "../startup/addresses.ts";
import { Startup } from "../startup/startup.ts";
import type { InstanceOptions } from "../terminal/options.ts";
import { runSteps } from "../terminal/steps.ts";
import type { Filter } from "./filter.ts";
import { updateLines } from "./update-lines.ts";

export interface DevOptions extends InstanceOptions {
  inspect?: readonly string[] | true;
}

/** What a user may do with a running app. */
export interface DevRun {
  redeploy(): void;
  openLastMail(): void;
  openConsole(): void;
}

interface RunOptions {
  filter: Filter;
  /** Printed when the app is there. */
  hint: string | undefined;
  onReady: (run: DevRun) => void;
}

const write = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Runs the app on one LocalStack until the signal, or until LocalStack ends by itself.
 * @returns why it has ended
 * @throws what the first deployment throws
 */
export async function runDev(
  project: Project,
  { context, parameters, inspect, ...instance }: DevOptions,
  signal: AbortSignal,
  { filter, hint, onReady }: RunOptions,
): Promise<unknown> {
  const { config, root } = project;
  const startup = Startup.of(config, instance, { signal });
  const session = new DevSession({
    project,
    endpoint: () => startup.localStack.endpoint,
    context,
    parameters,
    inspect,
    signal: startup.signal,
    onUpdate: (update) => filter.shows(update) && updateLines(update).forEach(write),
    runSteps,
  });
  try {
    await runSteps([startup.step, ...(await session.steps())]);
    const { deployment } = session;
    const { endpoint, stacks } = deployment;
    warnOfDifferences(deployment);
    const { emulator } = startup.localStack;
    await using console = emulator ? undefined : await startConsole({ endpoint, project, places: stacks });
    const open = (change: (address: string) => string = (address) => address) => {
      if (!console) return write(noPluginError(endpoint, "the console", emulator).message);
      const address = change(console.address);
      void openInBrowser(address, root).then((isOpen) => isOpen || write(`no browser was found: ${address}`));
    };
    onReady({
      redeploy: () => session.redeploy(),
      openConsole: () => open(),
      openLastMail: () =>
        void capturedMails(endpoint, startup.signal).then(
          (mails) => {
            const last = mails.at(-1);
            if (last) open((address) => address.replace("/?", `/inbox/${encodeURIComponent(last.id)}?`));
            else write("there is no mail yet");
          },
          () => {},
        ),
    });
    write(`\n${addressLines(deployment, config, { console: console?.address })}\n`);
    if (hint) write(hint);
    write("Changes, executions and mails:\n");
    return await followActivity({
      deployment,
      signal: startup.signal,
      requests: true,
      onEvent: (event) => filter.shows(event) && write(activityLine(event)),
    }).catch((error: unknown) => startup.cause(error));
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    if (startup.isOurs && signal.aborted)
      process.stderr.write(`\nstopping ${startup.title} and its functions ...\n`);
    await session[Symbol.asyncDispose]();
    await startup.stop();
  }
}
