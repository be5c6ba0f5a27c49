import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type AccountRegion, clientConfig, DEFAULT_ACCOUNT, REGION } from "../aws/client-config.ts";
import { reachableAddresses } from "../core/addresses.ts";
import type { AssemblyStack } from "./assembly.ts";
import { bootstrap } from "./bootstrap.ts";
import { type CdklocalOptions, runCdklocal } from "./cdklocal.ts";
import { describeStack, outputsOf } from "./outputs.ts";
import { assertNoFallbacks, executeChangeSet, type StackOptions, settleStack } from "./stack-changes.ts";

/** Where in LocalStack a stack is. */
export interface StackTarget extends AccountRegion {
  endpoint: string;
}

/** One stack, as it is deployed. */
export interface DeployedStack extends StackTarget {
  /** Its path in the app. */
  id: string;
  /** Its name in CloudFormation. */
  name: string;
  outputs: Record<string, string>;
  /** Whether there was anything to change. */
  changed: boolean;
  /** Changes that LocalStack reports as done and did not make, in words. */
  ignored: string[];
}

const CHANGE_SET = "harness";

export const targetOf = ({ account, region }: AssemblyStack, endpoint: string): StackTarget => ({
  endpoint,
  account: account ?? DEFAULT_ACCOUNT,
  region: region ?? REGION,
});

/** Publishes the assets of a stack, and makes a change set with this name. */
export type MakeChangeSet = (
  stack: AssemblyStack,
  name: string,
  target: StackTarget,
  client: CloudFormationClient,
) => Promise<void>;

/**
 * Deploys one stack of a synthesised app. `cdklocal` publishes its assets and makes a change set; executing that is done
 * here, because the CLI looks only every five seconds whether it is done. A change set it must be: LocalStack reports
 * updates without one as complete when they failed.
 * @throws HarnessError `CDKLOCAL_FAILED`, `DEPLOYMENT_FAILED`, `RESOURCES_UNSUPPORTED`; the signal's reason
 */
export function deployStack(
  stack: AssemblyStack,
  options: Omit<CdklocalOptions, "account" | "region">,
): Promise<DeployedStack> {
  return deployBy(stack, options, async (_, name, target) => {
    const changeSet = ["--method", "prepare-change-set", "--change-set-name", name];
    await runCdklocal(
      [
        "deploy",
        stack.id,
        "--exclusively",
        "--app",
        options.folder,
        ...changeSet,
        "--require-approval",
        "never",
      ],
      { ...options, ...target },
    );
  });
}

/** Deploys one stack by a change set that a function makes. */
export async function deployBy(
  stack: AssemblyStack,
  options: Pick<CdklocalOptions, "endpoint" | "onProgress" | "signal">,
  makeChangeSet: MakeChangeSet,
): Promise<DeployedStack> {
  const { endpoint, onProgress, signal } = options;
  const target = targetOf(stack, endpoint);
  const client = new CloudFormationClient(clientConfig(endpoint, target));
  const stackOptions: StackOptions = { client, stackName: stack.name, onProgress, signal };
  try {
    await Promise.all([bootstrap(stack, target), settleStack(stackOptions)]);
    onProgress?.(`${stack.id}: publishing assets, and making the change set`);
    await makeChangeSet(stack, CHANGE_SET, target, client);
    onProgress?.(`${stack.id}: deploying`);
    const { changed, ignored } = await executeChangeSet(CHANGE_SET, stackOptions);
    if (!changed) onProgress?.(`${stack.id}: no changes`);
    await assertNoFallbacks(stackOptions);
    const deployed = await describeStack(client, stack.name);
    return {
      ...target,
      id: stack.id,
      name: stack.name,
      outputs: reachableAddresses(deployed ? outputsOf(deployed) : {}, endpoint),
      changed,
      ignored,
    };
  } finally {
    client.destroy();
  }
}
