import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type RecordedCall, type RecorderCost, readCalls } from "../control/call-record.ts";
import { HarnessError } from "../core/errors.ts";
import { knownCallers } from "./accesses/accesses.ts";
import { callerOf } from "./accesses/callers.ts";
import { mergedStacks } from "./policies/merged-stacks.ts";
import { type NamedStack, readStackPolicies, type StackPolicies } from "./policies/stack-policies.ts";

/** Everything that a check needs: it can be repeated without LocalStack. */
export interface Recording {
  stacks: StackPolicies[];
  /** ARNs of buckets that must refuse access without TLS. */
  tlsOnly: string[];
  calls: RecordedCall[];
  /** How many calls LocalStack no longer had. */
  dropped: number;
  cost: RecorderCost;
  /** What went wrong while this was recorded. */
  troubles: string[];
}

/** What to read from LocalStack. */
export interface RecordingOptions {
  /** The stacks that are checked, such as those of a `Deployment`. */
  stacks: readonly NamedStack[];
  /** Names of buckets that must refuse access without TLS. Default: none. */
  tlsOnly?: readonly string[] | undefined;
  /** The number of the last call before those that count; see `lastCall`. Default: 0, for all calls. */
  since?: number | undefined;
  troubles?: readonly string[] | undefined;
}

/**
 * Reads the calls that a LocalStack has recorded, and the policies of stacks as they are now.
 * @throws HarnessError NO_PLUGIN, STACK_NOT_FOUND, UNREADABLE_POLICY
 */
export async function readRecording(
  endpoint: string,
  { stacks, tlsOnly = [], since = 0, troubles = [] }: RecordingOptions,
): Promise<Recording> {
  const { calls, dropped, cost } = await readCalls(endpoint, { since });
  const policies = await Promise.all(stacks.map((stack) => readStackPolicies(endpoint, stack)));
  return {
    stacks: policies,
    tlsOnly: tlsOnly.map((bucket) => `arn:aws:s3:::${bucket}`),
    calls,
    dropped,
    cost,
    troubles: [...troubles],
  };
}

/** Writes a recording: of the calls those that have a caller, of their parameters those that permissions depend on. */
export async function saveRecording(file: string, recording: Recording): Promise<void> {
  const known = knownCallers(recording.calls, mergedStacks(recording.stacks));
  const calls = recording.calls
    // these calls show which buckets are websites
    .filter((call) => callerOf(call, known) || call.operation === "GetBucketWebsite")
    .map((call) => ({ ...call, request: outlineOf(call.request) }));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...recording, calls }, undefined, 1)}\n`);
}

const NESTED = [
  ...["Destination", "Destinations", "Delete", "Entries", "RequestItems", "Statements", "Target"],
  ...["TransactItems", "TransactStatements"],
];

const outlineOf = (request: RecordedCall["request"]): RecordedCall["request"] =>
  Object.fromEntries(
    Object.entries(request).filter(
      ([name, value]) => NESTED.includes(name) || ["string", "number", "boolean"].includes(typeof value),
    ),
  );

/** @throws HarnessError NOT_A_RECORDING */
export async function loadRecording(file: string): Promise<Recording> {
  const recording = JSON.parse(await readFile(file, "utf8")) as Recording;
  if (!Array.isArray(recording.stacks) || !Array.isArray(recording.calls))
    throw new HarnessError("NOT_A_RECORDING", `${file} is not a recording of this version: record it again`);
  return recording;
}
