/** Compares what the policies of a stack allow with what ran. */
import "../core/installation/require-node.ts";

export {
  type CallQuery,
  type CallRecord,
  lastCall,
  type RecordedCall,
  type RecorderCost,
  readCalls,
} from "../control/call-record.ts";
export { type Checked, type CheckOptions, checkPermissions } from "./check.ts";
export type { Decision, Match } from "./evaluate.ts";
export { assertEvaluator } from "./evaluator-packages.ts";
export type { Finding } from "./findings.ts";
export type { AcceptedGrant } from "./grants/accepted-grant.ts";
export type { NamedStack, StackPolicies } from "./policies/stack-policies.ts";
export {
  loadRecording,
  type Recording,
  type RecordingOptions,
  readRecording,
  saveRecording,
} from "./recording.ts";
export { type Paint, reportLines, summaryLines } from "./report.ts";
export type { Policy, PolicyStatement } from "./statements.ts";
