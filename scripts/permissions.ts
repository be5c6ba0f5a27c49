import { Option } from "commander";
import { parsePort } from "../harness/cli/terminal/arguments.ts";
import { defineCommand, endpointOption, runCommand } from "../harness/cli/terminal/command.ts";
import { paint } from "../harness/cli/terminal/paint.ts";
import { runSteps } from "../harness/cli/terminal/steps.ts";
import { lastCall } from "../harness/permissions/accesses/recorded-call.ts";
import { checkPermissions } from "../harness/permissions/check.ts";
import {
  loadRecording,
  type Recording,
  readRecording,
  saveRecording,
} from "../harness/permissions/recording.ts";
import { reportLines, summaryLines } from "../harness/permissions/report.ts";
import { Deployment } from "./app/deployment.ts";
import { deployedApp, STACK_NAME } from "./app/petcuddleotron.ts";
import { Startup } from "./app/startup.ts";
import { exercise } from "./permissions/exercise.ts";

interface PermissionsOptions {
  port?: number;
  endpoint?: string;
  allCalls?: true;
  save?: string;
  from?: string;
}

/** Something is wrong with the permissions; each finding has been told. */
class PermissionsError extends Error {
  override readonly name = "PermissionsError";

  constructor(findings: number, port: number | undefined) {
    const fresh =
      "; where the LocalStack ran before and the stack was changed, try without a port: " +
      "LocalStack leaves out some changes of policies (docs/divergences.md)";
    const found = findings === 1 ? "a finding" : `${findings} findings`;
    super(`${found} about the permissions, see above${port === undefined ? "" : fresh}`);
  }
}

const command = defineCommand(
  "permissions",
  "Compares what the app's policies allow with what really runs: all that is done must be allowed, all that is allowed needed.",
  [
    "npm run permissions                              on a LocalStack of its own",
    "PORT=4566 npm run permissions                    on the one at this port, or a new one there",
    "npm run permissions -- --endpoint http://localhost:4566   of what is deployed there, as it is",
  ],
)
  .addOption(
    new Option(
      "-p, --port <number>",
      "port of the LocalStack to deploy to; else one of its own, on a free port",
    )
      .env("PORT")
      .argParser(parsePort),
  )
  .addOption(endpointOption())
  .option("--all-calls", "with --endpoint: also the calls that were made there before")
  .option("--save <file>", "keep what was recorded")
  .option("--from <file>", "check what was kept, without a LocalStack");

const write = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(command, async (signal) => {
  const { save, from, ...options } = command.opts<PermissionsOptions>();
  const recording = from === undefined ? await record(options, signal) : await loadRecording(from);
  if (save !== undefined) await saveRecording(save, recording);
  const { policies, calls, tlsOnly, troubles, dropped } = recording;
  const checked = await checkPermissions(calls, policies, { tlsOnly });
  write("");
  for (const line of [...reportLines(checked, recording), ...summaryLines(checked, recording)]) write(line);
  const wrong = checked.findings.length + troubles.length + Math.min(dropped, 1);
  if (wrong > 0) throw new PermissionsError(wrong, options.port);
  write(paint("green", "All that was done is allowed, and all that is allowed was needed."));
});

async function record(
  { endpoint, allCalls, port }: PermissionsOptions,
  signal: AbortSignal,
): Promise<Recording> {
  if (endpoint !== undefined) {
    const app = await deployedApp(endpoint, signal);
    return exercised(endpoint, app, allCalls ? 0 : await lastCall(endpoint));
  }
  const startup = new Startup({ port: port ?? 0, signal });
  const deployment = new Deployment(() => startup.localStack.endpoint, {}, startup.signal);
  try {
    await runSteps([startup.step, ...deployment.steps]);
    const { endpoint: own, kind } = startup.localStack;
    // what was done to an earlier deployment tells nothing about this one
    return await exercised(own, deployment.app, kind === "running" ? await lastCall(own) : 0);
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    await startup.stop();
  }
}

async function exercised(
  endpoint: string,
  app: Awaited<ReturnType<typeof deployedApp>>,
  since: number,
): Promise<Recording> {
  const troubles: string[] = [];
  await runSteps([
    {
      title: "Exercise the app",
      run: async (report) => {
        troubles.push(...(await exercise(endpoint, app, report)));
        return troubles.length > 0 ? `${troubles.length} parts of it did not go as they should` : undefined;
      },
    },
  ]);
  return readRecording(endpoint, { stack: STACK_NAME, storageBucket: app.storageBucket, since, troubles });
}
