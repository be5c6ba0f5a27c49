/** For suites and commands that work on an AWS account, or on an emulator of one. */
import "../core/installation/require-node.ts";

export { type ConnectAwsOptions, connectAws } from "../connect.ts";
export { describeStack, outputsOf } from "../deploy/outputs.ts";
export { executionArn } from "../executions/execution-arn.ts";
export { type EventQueue, type MailRelay, type QueuedEvent, startMailRelay } from "../mail/mail-relay.ts";
export { sqsQueue } from "../mail/sqs-queue.ts";
export { type AwsAccount, accountConfig, reachableApiUrl, settleEnvironment } from "./account.ts";
export { checkAccount } from "./credentials.ts";
