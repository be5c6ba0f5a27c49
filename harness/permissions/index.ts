/** Compares what the policies of a stack allow with what ran. */
export { lastCall, type RecordedCall, readCalls } from "../control/call-record.ts";
export { type Checked, checkPermissions } from "./check.ts";
export type { Finding } from "./findings.ts";
export { loadRecording, type Recording, readRecording, saveRecording } from "./recording.ts";
export { reportLines, summaryLines } from "./report.ts";
