import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudFormationClient,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  paginateDescribeStackEvents,
  type Stack,
  type StackEvent,
} from "@aws-sdk/client-cloudformation";
import { HarnessError } from "../core/errors.ts";
import { ignoredChanges } from "./ignored-changes.ts";
import { describeStack } from "./outputs.ts";
import { fallbackResources, fallbackText } from "./unsupported-types.ts";

/** One stack, and how to report its changes. */
export interface StackOptions {
  client: CloudFormationClient;
  stackName: string;
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Milliseconds between looks: a change of one resource takes little more than the first. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;
/** Milliseconds for which a failed status must last before it counts as final. */
const FAILED_MS = 2_000;

/** A stack with such a status must be deleted before it can change. LocalStack ends failed updates like failed creations. */
const LOST =
  /^(CREATE_FAILED|DELETE_FAILED|ROLLBACK_(COMPLETE|FAILED)|UPDATE_FAILED|UPDATE_ROLLBACK_FAILED)$/;

/**
 * Makes a stack ready for changes: waits for an earlier deployment that is still running, even if its command was
 * killed, and deletes a stack that failed.
 */
export async function settleStack(options: StackOptions): Promise<void> {
  const { onProgress } = options;
  const before = await describeStack(options.client, options.stackName);
  if (before && inProgress(before)) onProgress?.("waiting for an earlier deployment, which is still at work");
  const stack = await whenStable(options);
  if (!stack || !(await isLost(stack, options))) return;
  onProgress?.(`deleting the stack of a failed deployment (${stack.StackStatus})`);
  await options.client.send(new DeleteStackCommand({ StackName: options.stackName }));
  const left = await whenStable(options, { unsure: LOST });
  if (left)
    throw deploymentFailed(options.stackName, [
      `the stack of an earlier deployment cannot be deleted: ${left.StackStatus} ${left.StackStatusReason ?? ""}`,
    ]);
}

/** A stack in review is empty; one with resources was interrupted between a change set and its execution. */
async function isLost(stack: Stack, { client, stackName }: StackOptions): Promise<boolean> {
  if (stack.StackStatus !== "REVIEW_IN_PROGRESS") return LOST.test(stack.StackStatus ?? "");
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  return StackResources.length > 0;
}

export interface ExecutedChangeSet {
  /** Whether there was anything to change. */
  changed: boolean;
  /** What LocalStack did not change, such as `AWS::S3::Bucket Pictures: …`. */
  ignored: string[];
}

/**
 * Executes a change set, and waits until the stack has changed.
 * @throws HarnessError `DEPLOYMENT_FAILED`; the signal's reason
 */
export async function executeChangeSet(
  changeSetName: string,
  options: StackOptions,
): Promise<ExecutedChangeSet> {
  const { client, stackName } = options;
  const changeSet = { StackName: stackName, ChangeSetName: changeSetName };
  const description = await client.send(new DescribeChangeSetCommand(changeSet));
  if (isEmpty(description)) {
    await client.send(new DeleteChangeSetCommand(changeSet));
    return { changed: false, ignored: [] };
  }
  if (description.Status !== "CREATE_COMPLETE")
    throw deploymentFailed(stackName, [description.StatusReason ?? ""]);
  await client.send(new ExecuteChangeSetCommand(changeSet));
  const report = progressOf(description.Changes?.length ?? 0, options);
  const stack = await whenStable(
    options,
    options.onProgress && { look: async () => report(await lastEvents(options)) },
  );
  // the events come newest first
  const events = (await lastEvents(options)).reverse();
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(stack?.StackStatus ?? ""))
    return { changed: true, ignored: ignoredChanges(events) };
  const failures = events.filter(
    ({ ResourceStatus, LogicalResourceId }) =>
      /_FAILED$/.test(ResourceStatus ?? "") && LogicalResourceId !== stackName,
  );
  // a resource that is only simulated may be the reason why another one failed
  const fallbacks = await fallbackResources(options);
  const hint = fallbacks.length > 0 ? [`${fallbackText(fallbacks)}, which may be the cause`] : [];
  throw deploymentFailed(stackName, [...failures.map(describeEvent), ...hint]);
}

/** CloudFormation's own reasons are the message. */
const deploymentFailed = (stackName: string, reasons: readonly string[]): HarnessError =>
  new HarnessError(
    "DEPLOYMENT_FAILED",
    `the deployment of ${stackName} failed:\n${reasons.join("\n") || "CloudFormation gave no reason"}`,
  );

/** CloudFormation reports a change set without changes as failed. */
const isEmpty = ({ Status, StatusReason = "" }: DescribeChangeSetCommandOutput): boolean =>
  Status === "FAILED" && /didn't contain changes|No updates are to be performed/.test(StatusReason);

interface Waiting {
  /** Called after each look. */
  look?: () => Promise<void>;
  /** Statuses that LocalStack sets when the first resource fails, and then continues: they count once they last. */
  unsure?: RegExp;
}

/** Waits until no change is in progress. `undefined` if there is no stack then. */
async function whenStable(
  options: StackOptions,
  { look, unsure = /_FAILED$/ }: Waiting = {},
): Promise<Stack | undefined> {
  const { client, stackName, signal } = options;
  let failedSince: number | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const stack = await describeStack(client, stackName);
    await look?.();
    if (!stack) return undefined;
    failedSince = unsure.test(stack.StackStatus ?? "") ? (failedSince ?? performance.now()) : undefined;
    const lasts = failedSince === undefined || performance.now() - failedSince > FAILED_MS;
    if (lasts && !inProgress(stack)) return stack;
    await sleep(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** A stack in review waits for the execution of a change set, for any time. */
const inProgress = ({ StackStatus: status }: Stack): boolean =>
  /_IN_PROGRESS$/.test(status ?? "") && status !== "REVIEW_IN_PROGRESS";

/** The events of the last creation or update, newest first: those since the stack itself began to change. */
async function lastEvents({ client, stackName }: StackOptions): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: stackName }))
    for (const event of StackEvents) {
      events.push(event);
      const { LogicalResourceId, ResourceStatus = "" } = event;
      if (LogicalResourceId === stackName && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(ResourceStatus))
        return events;
    }
  return events;
}

/** Reports how many resources are complete, and which one was the last. */
function progressOf(total: number, { onProgress, stackName }: StackOptions) {
  let reported = "";
  return (events: readonly StackEvent[]): void => {
    const done = events.filter(
      ({ ResourceStatus = "", LogicalResourceId }) =>
        ResourceStatus.endsWith("_COMPLETE") && LogicalResourceId !== stackName,
    );
    const [last] = done;
    const step = last ? `${Math.min(done.length, total)} of ${total}: ${nameOf(last)}` : reported;
    if (step !== reported) onProgress?.(step);
    reported = step;
  };
}

const nameOf = ({ ResourceType = "", LogicalResourceId = "" }: StackEvent): string =>
  `${ResourceType} ${LogicalResourceId}`;

const describeEvent = (event: StackEvent): string =>
  `${nameOf(event)}: ${event.ResourceStatusReason ?? event.ResourceStatus}`;
