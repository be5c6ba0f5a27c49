import { getJson } from "../core/localstack-http.ts";
import { readPluginInfo } from "../core/plugin-info.ts";
import { noPluginError } from "./control.ts";

/** An AWS call as the plugin in LocalStack records it; `null` for what it does not know. */
export interface RecordedCall {
  /** Grows with each call. */
  seq: number;
  /** When it was answered, in milliseconds since 1970 on LocalStack's clock. */
  time: number;
  /** As the AWS CLI names it: `stepfunctions`. */
  service: string;
  /** As the API names it: `StartExecution`. */
  operation: string;
  account: string;
  region: string;
  /** ARN or name of what the call is about. */
  resource: string | null;
  /** ARN of the role whose credentials were used; `null` for the account itself and for LocalStack's own calls. */
  role: string | null;
  /** Session of the role: the function's name for calls of a function. */
  session: string | null;
  /** The service that made the call, or for which the role was assumed: `lambda`, `states`. */
  principal: string | null;
  /** ARN on whose behalf a service made it. */
  source: string | null;
  /** Whether one of LocalStack's own services made it. */
  internal: boolean;
  /** HTTP status of the response. */
  status: number;
  /** The error's code; `null` for a success. */
  error: string | null;
  /** `null` where the call was refused before it reached its service. */
  durationMs: number | null;
  /** The id in the response, which a function logs for its invocation. */
  requestId: string | null;
  /** The root of AWS X-Ray's trace id: calls that one request caused have the same. */
  trace?: string | null;
  /** What the call created: the ARN of an execution, the id of a message. */
  result?: string | null;
  /** The parameters; streams are left out, long texts cut. */
  request: Record<string, unknown>;
}

/** What a LocalStack has recorded. */
export interface CallRecord {
  calls: RecordedCall[];
  /** The number to ask with for later calls. */
  next: number;
  /** How many of the calls that were asked for are no longer kept. */
  dropped: number;
  /** What recording all calls since LocalStack's start has cost. */
  cost: RecorderCost;
}

/** What it cost LocalStack to record calls. */
export interface RecorderCost {
  calls: number;
  /** Of processor time. */
  seconds: number;
  /** Seconds since LocalStack's start. */
  elapsed: number;
}

/** Which calls {@link readCalls} reads. */
export interface CallQuery {
  /** The number of the last call before those that are asked for. Default: 0, for all that are kept. */
  since?: number;
  /** Texts that must all be in the call or its request. */
  match?: readonly string[];
  signal?: AbortSignal | undefined;
}

/**
 * The calls that were made after the one with this number.
 * @throws HarnessError NO_PLUGIN where the LocalStack lacks the harness's plugin
 */
export async function readCalls(
  endpoint: string,
  { since = 0, match = [], signal }: CallQuery = {},
): Promise<CallRecord> {
  const query = new URLSearchParams({ since: `${since}` });
  for (const text of match) query.append("match", text);
  const record = await getJson<CallRecord>(endpoint, `/_harness/calls?${query}`, signal);
  if (record === undefined) {
    const { emulator } = (await readPluginInfo(endpoint)) ?? {};
    throw noPluginError(endpoint, "the record of AWS calls", emulator);
  }
  return record;
}

/** The number of the last call. */
export async function lastCall(endpoint: string): Promise<number> {
  // no call has this text, so none is sent
  return (await readCalls(endpoint, { match: [crypto.randomUUID()] })).next;
}
