import { fileURLToPath } from "node:url";
import { connectionCode } from "../../harness/core/localstack-http.ts";
import { stackOutputs } from "../../harness/deploy/outputs.ts";

/** The stack's name, as stack/app.ts gives it. */
export const STACK_NAME = "PetCuddleOTron";
/** The checkout. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The CDK app as a shell command, run in {@link PROJECT_ROOT} by the Node.js that runs this. */
export const CDK_APP = `"${process.execPath}" stack/app.ts`;

/** No LocalStack answers where one was expected. */
export class NotRunningError extends Error {
  override readonly name = "NotRunningError";

  constructor(endpoint: string, reason: string, cause?: unknown) {
    super(
      `no LocalStack at ${endpoint} (${reason}): start it with npm start or npm run up, or say where it is with --port or --endpoint`,
      { cause },
    );
  }
}

/** A deployed stack lacks something that its commands need. */
export class MissingOutputError extends Error {
  override readonly name = "MissingOutputError";

  constructor(name: string) {
    super(`the stack ${STACK_NAME} has no output ${name}: deploy it again with npm run deploy`);
  }
}

/** Where the parts of the deployed app are. */
export interface App {
  apiUrl: string;
  siteUrl: string;
  siteBucket: string;
  stateMachineArn: string;
  storageBucket: string;
  sender: string;
}

/**
 * The app in the outputs of its stack.
 * @throws MissingOutputError
 */
export function appFrom(outputs: Record<string, string>): App {
  const output = (name: string): string => {
    const value = outputs[name];
    if (!value) throw new MissingOutputError(name);
    return value;
  };
  return {
    apiUrl: output("ApiUrl"),
    siteUrl: output("SiteUrl"),
    siteBucket: output("SiteBucketName"),
    stateMachineArn: output("StateMachineArn"),
    storageBucket: output("StorageBucketName"),
    sender: output("Sender"),
  };
}

/**
 * The app that is deployed in a running LocalStack.
 * @throws NotRunningError, `StackNotFoundError`, MissingOutputError
 */
export async function deployedApp(endpoint: string, signal?: AbortSignal): Promise<App> {
  await requireLocalStack(endpoint, signal);
  return appFrom(await stackOutputs(endpoint, STACK_NAME));
}

/** What a health check may take of a LocalStack that is busy. */
const HEALTH_MS = 10_000;

/**
 * Makes sure that a LocalStack answers.
 * @throws NotRunningError where nothing does, or something else
 */
export async function requireLocalStack(endpoint: string, signal?: AbortSignal): Promise<void> {
  const timeout = AbortSignal.timeout(HEALTH_MS);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let body: unknown;
  try {
    const response = await fetch(`${endpoint}/_localstack/health`, { signal: either, redirect: "error" });
    body = response.ok ? await response.json() : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const code = connectionCode(error);
    const reason = timeout.aborted
      ? `no answer within ${HEALTH_MS / 1_000} s`
      : code === "ECONNREFUSED"
        ? "nothing listens there"
        : "what answers is something else";
    throw new NotRunningError(endpoint, reason, error);
  }
  if (typeof body !== "object" || body === null || !("services" in body)) {
    throw new NotRunningError(endpoint, "what answers is something else");
  }
}
