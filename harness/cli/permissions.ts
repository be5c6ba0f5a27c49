import { type Command, Option } from "commander";
import type { Deployment, PermissionsConfig } from "../config/config.ts";
import { deployedProject, ProjectDeployment } from "../config/deploy-project.ts";
import { loadProject, type Project } from "../config/load.ts";
import { outputOf } from "../config/named-outputs.ts";
import { lastCall } from "../control/call-record.ts";
import { requirePlugin } from "../control/control.ts";
import { HarnessError } from "../core/errors.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { requireLocalStack } from "../localstack/require.ts";
import { checkPermissions } from "../permissions/check.ts";
import { assertEvaluator } from "../permissions/evaluator-packages.ts";
import { loadRecording, type Recording, readRecording, saveRecording } from "../permissions/recording.ts";
import { reportLines, summaryLines } from "../permissions/report.ts";
import { Startup } from "./startup/startup.ts";
import { parsePort } from "./terminal/arguments.ts";
import { endpointOption, examples } from "./terminal/options.ts";
import { paint } from "./terminal/paint.ts";
import { act } from "./terminal/program.ts";
import { runSteps } from "./terminal/steps.ts";

interface PermissionsOptions {
  port?: number;
  endpoint?: string;
  allCalls?: true;
  save?: string;
  from?: string;
}

export function define(command: Command): void {
  command
    .description(
      "Compares what the app's policies allow with what ran: every access must be allowed, every grant must be needed.",
    )
    .addOption(
      new Option(
        "-p, --port <number>",
        "port of the LocalStack to deploy to (default: a new one on a free port)",
      )
        .env("PORT")
        .argParser(parsePort),
    )
    .addOption(endpointOption())
    .option("--all-calls", "with --endpoint: also the calls that were made there before")
    .option("--save <file>", "keep what was recorded")
    .option("--from <file>", "check what was kept, without a LocalStack");
  examples(command, [
    ["", "on a new LocalStack, driven by permissions.exercise of harness.config.ts"],
    ["--endpoint http://localhost:4566 --all-calls", "what ran there so far, as it is deployed"],
  ]);
  act(command, permissions);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function permissions(
  signal: AbortSignal,
  { save, from, ...options }: PermissionsOptions,
): Promise<void> {
  await assertEvaluator();
  const project = await loadProject(PROJECT_ROOT);
  const { accepted = [] } = project.config.permissions ?? {};
  const recording = from === undefined ? await record(project, options, signal) : await loadRecording(from);
  if (save !== undefined) await saveRecording(save, recording);
  const { stacks, calls, tlsOnly } = recording;
  const checked = await checkPermissions(calls, stacks, { tlsOnly, accepted });
  write("");
  for (const line of [...reportLines(checked, recording, paint), ...summaryLines(checked, recording)])
    write(line);
  const wrong = checked.findings.length + recording.troubles.length + Math.min(recording.dropped, 1);
  if (wrong === 0) {
    write(paint("green", "Every access is allowed, and every grant is needed."));
    return;
  }
  const fresh =
    options.port === undefined
      ? ""
      : "; where LocalStack was running before and the stack was changed, try without a port: LocalStack leaves out some changes of policies";
  throw new HarnessError(
    "PERMISSIONS_WRONG",
    `${wrong === 1 ? "1 finding" : `${wrong} findings`}, see above${fresh}`,
  );
}

async function record(
  project: Project,
  { endpoint, allCalls, port }: PermissionsOptions,
  signal: AbortSignal,
): Promise<Recording> {
  const settings = project.config.permissions ?? {};
  if (endpoint !== undefined) {
    await requireLocalStack(endpoint, signal);
    const deployment = await deployedProject(project, endpoint, signal);
    return exercised(deployment, settings, allCalls ? 0 : await lastCall(endpoint));
  }
  if (!settings.exercise)
    throw new HarnessError(
      "NOTHING_TO_EXERCISE",
      "nothing drives the app: set permissions.exercise in harness.config.ts, or check what ran elsewhere with --endpoint and --all-calls",
    );
  const startup = new Startup({ port: port ?? 0, env: project.config.env ?? {}, signal });
  const deployment = new ProjectDeployment(project, {
    endpoint: () => startup.localStack.endpoint,
    signal: startup.signal,
  });
  try {
    await runSteps([startup.step]);
    await requirePlugin(startup.localStack.endpoint, "the check of permissions");
    await runSteps(deployment.steps);
    const { endpoint: own, kind } = startup.localStack;
    // calls of an earlier deployment do not count for this one
    const since = kind === "running" ? await lastCall(own) : 0;
    return await exercised(deployment.deployment, settings, since);
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    await startup.stop();
  }
}

async function exercised(
  deployment: Deployment,
  { exercise, tlsOnly = [] }: PermissionsConfig,
  since: number,
): Promise<Recording> {
  const troubles: string[] = [];
  if (exercise)
    await runSteps([
      {
        title: "Exercise the app",
        run: async (report) => {
          troubles.push(...(await exercise(deployment, report)));
          return troubles.length > 0 ? `${troubles.length} parts of it did not go as they should` : undefined;
        },
      },
    ]);
  return readRecording(deployment.endpoint, {
    stacks: deployment.stacks,
    tlsOnly: tlsOnly.map((output) => outputOf(deployment, output, "permissions.tlsOnly")),
    since,
    troubles,
  });
}
