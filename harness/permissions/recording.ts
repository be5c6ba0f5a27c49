import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type RecordedCall, type RecorderCost, readCalls } from "../control/call-record.ts";
import { knownCallers } from "./accesses/accesses.ts";
import { callerOf } from "./accesses/callers.ts";
import { readStackPolicies, type StackPolicies } from "./policies/stack-policies.ts";

/** All that a check needs to know: it can be repeated without a LocalStack. */
export interface Recording {
  policies: StackPolicies;
  /** ARNs of buckets that must not be reached without TLS. */
  tlsOnly: string[];
  calls: RecordedCall[];
  /** How many calls LocalStack had forgotten. */
  dropped: number;
  cost: RecorderCost;
  /** What did not go as it should while this was recorded. */
  troubles: string[];
}

interface RecordingOptions {
  stack: string;
  /** Name of the bucket that must not be reached without TLS. */
  storageBucket: string;
  /** The number of the last call before those that count. */
  since: number;
  troubles: string[];
}

export async function readRecording(
  endpoint: string,
  { stack, storageBucket, since, troubles }: RecordingOptions,
): Promise<Recording> {
  const { calls, dropped, cost } = await readCalls(endpoint, { since });
  const policies = await readStackPolicies(endpoint, stack);
  return { policies, tlsOnly: [`arn:aws:s3:::${storageBucket}`], calls, dropped, cost, troubles };
}

/** Writes a recording: of the calls those that have a caller, of their parameters those that permissions look at. */
export async function saveRecording(file: string, recording: Recording): Promise<void> {
  const known = knownCallers(recording.calls, recording.policies);
  const calls = recording.calls
    // which buckets are websites shows in these
    .filter((call) => callerOf(call, known) || call.operation === "GetBucketWebsite")
    .map((call) => ({ ...call, request: outlineOf(call.request) }));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...recording, calls }, undefined, 1)}\n`);
}

const TOLD = ["Destination", "Destinations", "Delete"];

const outlineOf = (request: RecordedCall["request"]): RecordedCall["request"] =>
  Object.fromEntries(
    Object.entries(request).filter(
      ([name, value]) => TOLD.includes(name) || ["string", "number", "boolean"].includes(typeof value),
    ),
  );

export async function loadRecording(file: string): Promise<Recording> {
  return JSON.parse(await readFile(file, "utf8")) as Recording;
}
