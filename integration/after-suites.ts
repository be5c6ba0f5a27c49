/**
 * What is proven of a whole run, once all suites have ended: no log holds what users typed, and what the suites did is
 * what the app's policies allow.
 */
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { execa } from "execa";
import { clientConfig, type LogLine, leaksIn, logLeakError } from "localstack-harness";
import { refused } from "localstack-harness/cli";
import { readCalls } from "localstack-harness/permissions";
import type { TestProject } from "vitest/node";
import { TEXT_FIELDS, type WorkflowInput } from "../functions/reminder.ts";

/** What was done in the app would be denied on AWS, or its policies allow more than was done. */
class PermissionsError extends Error {
  override readonly name = "PermissionsError";
}

/** What the check was about: `npm run permissions -- --from` repeats it. */
const RECORDING = "reports/permissions-recording.json";

interface Run {
  project: TestProject;
  endpoint: string;
  stack: string;
  /** Whether LocalStack was there before: it may know of calls to what was deployed then. */
  attached: boolean;
}

/** @throws HarnessError LOG_LEAK, PermissionsError */
export async function checkAfterSuites({ project, endpoint, stack, attached }: Run): Promise<void> {
  // where LocalStack has ended during the run, that has been reported
  if ((await refused(endpoint)) || !(await isWhole(project))) return;
  console.log("e2e: after all suites: logs and permissions");
  await assertPrivate(endpoint, stack);
  const args = ["permissions", "--endpoint", endpoint, "--save", RECORDING];
  if (!attached) args.push("--all-calls");
  const { exitCode, all } = await execa("localstack-harness", args, {
    all: true,
    reject: false,
    preferLocal: true,
  });
  console.log(all);
  if (exitCode !== 0)
    throw new PermissionsError("the permissions of the app are not as they should be, see above");
}

/** A run of some suites only is about those. */
async function isWhole(project: TestProject): Promise<boolean> {
  const { testFiles } = await project.globTestFiles();
  const ran = project.vitest.state.getTestModules().filter((file) => file.project.name === project.name);
  return ran.length >= testFiles.length && project.vitest.config.testNamePattern === undefined;
}

/** Reads every log group: none holds a text of any reminder, or looks as if it did. */
async function assertPrivate(endpoint: string, stack: string): Promise<void> {
  const { calls } = await readCalls(endpoint);
  const typed = calls.flatMap(({ operation, request }) => {
    if (operation !== "StartExecution" || !String(request.stateMachineArn).endsWith(`:${stack}`)) return [];
    const input: WorkflowInput = JSON.parse(String(request.input));
    return TEXT_FIELDS.map((field) => input[field]);
  });
  const lines = await logLines(endpoint, stack);
  if (typed.length === 0 || lines.length === 0)
    throw new RangeError(`nothing to look for (${typed.length} texts) or to look in (${lines.length} lines)`);
  const leaks = leaksIn(lines, typed);
  if (leaks.length > 0) throw logLeakError(leaks);
  console.log(`e2e: ${lines.length} lines of log hold none of ${typed.length} texts that users typed`);
}

/** All that is in the log groups of the app; those of other stacks are not its business. */
async function logLines(endpoint: string, stack: string): Promise<LogLine[]> {
  const client = new CloudWatchLogsClient(clientConfig(endpoint));
  const lines: LogLine[] = [];
  try {
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
      for (const { logGroupName: group = "" } of logGroups) {
        if (!group.toLowerCase().includes(stack.toLowerCase())) continue;
        for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName: group })) {
          for (const { timestamp = 0, logStreamName: stream = "", message = "" } of events)
            lines.push({ time: new Date(timestamp), group, stream, message });
        }
      }
    }
    return lines;
  } finally {
    client.destroy();
  }
}
