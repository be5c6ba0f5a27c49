/** Compares what the policies of a stack allow with what ran. */
export { lastCall, type RecordedCall, readCalls } from "../control/call-record.ts";
export type { AcceptedGrant } from "./accepted-grant.ts";
export { type Checked, type CheckOptions, checkPermissions } from "./check.ts";
export { assertEvaluator } from "./evaluator-packages.ts";
export type { Finding } from "./findings.ts";
export {
  loadRecording,
  type Recording,
  type RecordingOptions,
  readRecording,
  saveRecording,
} from "./recording.ts";
export { type Paint, reportLines, summaryLines } from "./report.ts";
