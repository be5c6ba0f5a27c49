/** The public API of the harness. Other entry points: `/vitest`, `/vitest/setup`, `/permissions`, `/aws`, `/browser`, `/cli`. */
import "./core/installation/require-node.ts";

export { type AccountRegion, type ClientTarget, clientConfig } from "./aws/client-config.ts";
export {
  type Deployment,
  defineConfig,
  type HarnessConfig,
  type PermissionsConfig,
  type Returned,
  type Site,
} from "./config/config.ts";
export {
  deployedProject,
  ProjectDeployment,
  type ProjectDeploymentOptions,
  publishSite,
} from "./config/deploy-project.ts";
export { loadProject, type Project } from "./config/load.ts";
export { type ConnectOptions, connect, type Harness, type ScopeOptions } from "./connect.ts";
export type { RecordedCall } from "./control/call-record.ts";
export type { Call, CalledOptions, CallFilter, Calls } from "./control/calls.ts";
export type { Clock, CompressOptions } from "./control/clock.ts";
export type { Lease } from "./control/control.ts";
export type { Fault, Faults, FunctionFault, ServiceFault } from "./control/faults.ts";
export { HarnessError, hasCode } from "./core/errors.ts";
export { findProjectRoot } from "./core/files/project-root.ts";
export type { HttpRecorder } from "./core/http.ts";
export type { AbsentOptions, Ending, ExactlyOptions } from "./core/observer.ts";
export type { PluginInfo } from "./core/plugin-info.ts";
export { type Look, type PollOptions, poll } from "./core/poll.ts";
export type { Within } from "./core/scope.ts";
export type { Exchange, Observed, ObservedEntry, TestActivity } from "./core/test-activity.ts";
export type { Content } from "./core/text/content.ts";
export type { Text } from "./core/text/text.ts";
export { type Deployed, type DeployOptions, deploy } from "./deploy/deploy.ts";
export type { DeployedStack } from "./deploy/deploy-stack.ts";
export { stackOutputs } from "./deploy/outputs.ts";
export { type Publication, publishWebsite, type WebsiteFile, type WebsiteOptions } from "./deploy/website.ts";
export type { Execution } from "./executions/execution.ts";
export type { Executions, StartOptions as ExecutionStartOptions } from "./executions/executions.ts";
export type { Failure } from "./executions/failure.ts";
export type { StateVisit } from "./executions/history.ts";
export type { ExecutionRecord } from "./executions/record.ts";
export { instanceProcesses } from "./localstack/embedded/state-folder.ts";
export type { OtherEmulator } from "./localstack/emulators/other-emulators.ts";
export type { LocalStackEnded } from "./localstack/ended.ts";
export { requireLocalStack } from "./localstack/require.ts";
export {
  type LocalStack,
  type StartOptions,
  type StopOptions,
  startLocalStack,
  type Target,
} from "./localstack/start.ts";
export { leaksIn, logLeakError } from "./logs/log-leaks.ts";
export type { LogLine } from "./logs/log-line.ts";
export type { LogLines } from "./logs/log-lines.ts";
export type { Logs } from "./logs/logs.ts";
export type { Mail, MailFilter } from "./mail/captured-mail.ts";
export type { Inbox } from "./mail/inbox.ts";
export { verifySender } from "./mail/verify-sender.ts";
export type { Api } from "./observers/api.ts";
export type { Bucket, BucketFilter, BucketObject } from "./observers/bucket.ts";
export type { Bus, BusEvent, BusFilter } from "./observers/bus.ts";
export type { Queue, QueueFilter, QueueMessage } from "./observers/queue.ts";
export type { Table, TableFilter, TableItem } from "./observers/table.ts";
export type { Topic, TopicFilter, TopicMessage } from "./observers/topic.ts";
export type { AcceptedGrant } from "./permissions/grants/accepted-grant.ts";
export type { StackPlace } from "./resources/stack-resources.ts";
