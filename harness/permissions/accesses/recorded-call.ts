import { NoPluginError } from "../../control/control.ts";
import { getJson } from "../../core/localstack-http.ts";

/** An AWS call as the plugin in LocalStack noted it, as far as permissions are concerned; `null`: it cannot tell. */
export interface RecordedCall {
  seq: number;
  /** As the AWS CLI names it: `stepfunctions`. */
  service: string;
  /** As the API names it: `StartExecution`. */
  operation: string;
  account: string;
  region: string;
  /** ARN of the role whose credentials were used. */
  role: string | null;
  /** The service that made the call, or for which the role was assumed: `lambda`. */
  principal: string | null;
  /** ARN on whose behalf a service made it. */
  source: string | null;
  /** Whether one of LocalStack's own services made it. */
  internal: boolean;
  status: number;
  error: string | null;
  request: Record<string, unknown>;
}

/** What a LocalStack has noted. */
export interface CallRecord {
  calls: RecordedCall[];
  /** The number to ask with for what comes after. */
  next: number;
  /** How many of the calls that were asked for it has forgotten. */
  dropped: number;
  /** What noting all calls since LocalStack's start has cost. */
  cost: RecorderCost;
}

export interface RecorderCost {
  calls: number;
  /** Of processor time. */
  seconds: number;
  /** Seconds since LocalStack's start. */
  elapsed: number;
}

/**
 * The calls that were made after the one of this number.
 * @throws NoPluginError where the LocalStack lacks the harness's plugin
 */
export const recordedCalls = (endpoint: string, since = 0): Promise<CallRecord> =>
  record(endpoint, `since=${since}`);

/** The number of the last call. */
export async function lastCall(endpoint: string): Promise<number> {
  // none fits this, so that none is sent
  return (await record(endpoint, `since=0&match=${crypto.randomUUID()}`)).next;
}

async function record(endpoint: string, query: string): Promise<CallRecord> {
  const answer = await getJson<CallRecord>(endpoint, `/_harness/calls?${query}`);
  if (answer === undefined) throw new NoPluginError(endpoint, "the record of AWS calls");
  return answer;
}
