import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type AccountRegion, clientConfig, DEFAULT_ACCOUNT, REGION } from "../aws/client-config.ts";
import { reachableAddresses } from "../core/addresses.ts";
import type { AssemblyStack } from "./assembly.ts";
import { bootstrap } from "./bootstrap.ts";
import { type CdklocalOptions, runCdklocal } from "./cdklocal.ts";
import { describeStack, outputsOf } from "./outputs.ts";
import { executeChangeSet, type StackOptions, settleStack } from "./stack-changes.ts";
import { assertNoFallbacks } from "./unsupported-types.ts";

/** The account and region of a stack. */
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
  /** Changes that LocalStack reports as done but did not make, as messages. */
  ignored: string[];
}

const CHANGE_SET = "harness";

export const targetOf = ({ account, region }: AssemblyStack, endpoint: string): StackTarget => ({
  endpoint,
  account: account ?? DEFAULT_ACCOUNT,
  region: region ?? REGION,
});

/** Makes change sets otherwise than `cdklocal`. */
export interface ChangeSetMaker {
  /** Publishes the assets of a stack to their buckets, which are there. The stack may still be changing. */
  publish(stack: AssemblyStack, target: StackTarget): Promise<void>;
  /** Makes a change set with a name. */
  make(stack: AssemblyStack, name: string, target: StackTarget, client: CloudFormationClient): Promise<void>;
}

/**
 * Deploys stacks of a synthesised app, which are in one account and region. `cdklocal` publishes their assets and makes change
 * sets; executing these is done here, because the CLI looks only every five seconds whether it is done. Change sets they must
 * be: LocalStack reports updates without one as complete when they failed.
 * @throws HarnessError `CDKLOCAL_FAILED`, `DEPLOYMENT_FAILED`, `RESOURCES_UNSUPPORTED`; the signal's reason
 */
export function deployStacks(
  group: Group,
  options: Omit<CdklocalOptions, "account" | "region"> & { parameters?: Record<string, string> | undefined },
): Promise<DeployedStack[]> {
  const values = Object.entries(options.parameters ?? {});
  const ids = group.map(({ id }) => id);
  const changeSet = ["--method", "prepare-change-set", "--change-set-name", CHANGE_SET];
  return deployGroup(group, options, async (target) => {
    await runCdklocal(
      [
        "deploy",
        ...ids,
        "--exclusively",
        "--app",
        options.folder,
        ...changeSet,
        ...values.flatMap(([name, value]) => ["--parameters", `${name}=${value}`]),
        "--require-approval",
        "never",
      ],
      { ...options, ...target },
    );
  });
}

/** Deploys one stack by a change set that something else makes. */
export async function deployBy(
  stack: AssemblyStack,
  options: Pick<CdklocalOptions, "endpoint" | "onProgress" | "signal">,
  maker: ChangeSetMaker,
): Promise<DeployedStack[]> {
  return deployGroup(
    [stack],
    options,
    (target, client) => maker.make(stack, CHANGE_SET, target, client),
    (target) => maker.publish(stack, target),
  );
}

type Group = readonly [AssemblyStack, ...AssemblyStack[]];

async function deployGroup(
  group: Group,
  { endpoint, onProgress, signal }: Pick<CdklocalOptions, "endpoint" | "onProgress" | "signal">,
  makeChangeSets: (target: StackTarget, client: CloudFormationClient) => Promise<void>,
  publish = async (_: StackTarget) => {},
): Promise<DeployedStack[]> {
  const target = targetOf(group[0], endpoint);
  const client = new CloudFormationClient(clientConfig(endpoint, target));
  const stackOptions = ({ name }: AssemblyStack): StackOptions => ({
    client,
    stackName: name,
    onProgress,
    signal,
  });
  try {
    await Promise.all([
      bootstrap(group, target).then(() => publish(target)),
      ...group.map((stack) => settleStack(stackOptions(stack))),
    ]);
    const ids = group.map(({ id }) => id).join(", ");
    onProgress?.(`${ids}: publishing assets, and making the change set`);
    await makeChangeSets(target, client);
    const deployed: DeployedStack[] = [];
    for (const stack of group) deployed.push(await executeStack(stack, target, stackOptions(stack)));
    return deployed;
  } finally {
    client.destroy();
  }
}

async function executeStack(
  stack: AssemblyStack,
  target: StackTarget,
  options: StackOptions,
): Promise<DeployedStack> {
  const { client, onProgress } = options;
  onProgress?.(`${stack.id}: deploying`);
  const { changed, ignored } = await executeChangeSet(CHANGE_SET, options);
  if (!changed) onProgress?.(`${stack.id}: no changes`);
  await assertNoFallbacks(options);
  const deployed = await describeStack(client, stack.name);
  return {
    ...target,
    id: stack.id,
    name: stack.name,
    outputs: reachableAddresses(deployed ? outputsOf(deployed) : {}, target.endpoint),
    changed,
    ignored,
  };
}
