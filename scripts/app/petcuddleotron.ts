import { fileURLToPath } from "node:url";
import { requireLocalStack, stackOutputs } from "localstack-harness";

/** The stack's name, as stack/app.ts gives it. */
export const STACK_NAME = "PetCuddleOTron";
/** The checkout. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));
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
 * @throws HarnessError `LOCALSTACK_NOT_RUNNING`, `STACK_NOT_FOUND`; MissingOutputError
 */
export async function deployedApp(endpoint: string, signal?: AbortSignal): Promise<App> {
  await requireLocalStack(endpoint, signal);
  return appFrom(await stackOutputs(endpoint, STACK_NAME));
}
