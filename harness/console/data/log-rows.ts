import type { RecordedCall } from "../../control/call-record.ts";
import type { LogRow } from "../shapes.ts";
import { placeOf } from "./places.ts";

/** A log line before it is numbered. */
export type NewLine = Omit<LogRow, "seq">;

/**
 * The log lines among recorded calls: LocalStack's services and the plugin write what functions, state machines and APIs
 * log by `PutLogEvents`. So nothing has to be read again and again.
 */
export function logLines(calls: readonly RecordedCall[]): NewLine[] {
  return calls.flatMap(({ service, operation, error, request, account, region }) => {
    if (service !== "logs" || operation !== "PutLogEvents" || error !== null) return [];
    const {
      logGroupName = "",
      logStreamName = "",
      logEvents = [],
    } = request as {
      logGroupName?: string;
      logStreamName?: string;
      logEvents?: { timestamp?: number; message?: string }[];
    };
    return logEvents.map(({ timestamp = 0, message = "" }) => ({
      time: timestamp,
      place: placeOf({ account, region }),
      group: logGroupName,
      stream: logStreamName,
      message: message.trimEnd(),
    }));
  });
}
