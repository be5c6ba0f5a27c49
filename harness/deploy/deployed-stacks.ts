import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormationClient, paginateDescribeStacks, type Stack } from "@aws-sdk/client-cloudformation";
import { type AccountRegion, clientConfig, DEFAULT_ACCOUNT_REGION } from "../aws/client-config.ts";
import { reachableAddresses } from "../core/addresses.ts";
import { getJson } from "../core/localstack-http.ts";
import { stateFolder } from "../localstack/embedded/state-folder.ts";
import { stateRoot } from "../localstack/paths.ts";
import type { DeployedStack } from "./deploy-stack.ts";
import { outputsOf } from "./outputs.ts";

/**
 * The accounts and regions in which a running LocalStack has stacks. Without the plugin, which lists them: LocalStack's
 * default account and region.
 */
export async function stackPlaces(endpoint: string, signal?: AbortSignal): Promise<AccountRegion[]> {
  const resources = await getJson<{ stacks?: string[] }>(endpoint, "/_harness/resources", signal);
  const places = new Map<string, AccountRegion>();
  for (const arn of resources?.stacks ?? []) {
    const [, , , region = "", account = ""] = arn.split(":");
    places.set(`${account}/${region}`, { account, region });
  }
  return places.size > 0 ? [...places.values()] : [DEFAULT_ACCOUNT_REGION];
}

/** All stacks of a running LocalStack, in all accounts and regions; `id` is the name. Nested stacks belong to their root. */
export async function deployedStacks(endpoint: string, signal?: AbortSignal): Promise<DeployedStack[]> {
  const places = await stackPlaces(endpoint, signal);
  const found = await Promise.all(places.map((place) => stacksIn(endpoint, place, signal)));
  return found.flat();
}

async function stacksIn(
  endpoint: string,
  place: AccountRegion,
  abortSignal?: AbortSignal,
): Promise<DeployedStack[]> {
  const client = new CloudFormationClient(clientConfig(endpoint, place));
  const found: Stack[] = [];
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks(
      { client },
      {},
      abortSignal && { abortSignal },
    ))
      found.push(...Stacks);
  } finally {
    client.destroy();
  }
  return found
    .filter(({ RootId, StackStatus }) => !RootId && StackStatus !== "DELETE_COMPLETE")
    .map((stack) => {
      const { StackName: name = "" } = stack;
      const outputs = reachableAddresses(outputsOf(stack), endpoint);
      return { ...place, endpoint, id: name, name, outputs, changed: false, ignored: [] };
    });
}

/** A stack with its path in the app, which CloudFormation does not know. */
type StackIdentity = Pick<DeployedStack, "id" | "name" | "account" | "region">;

function fileFor(root: string, endpoint: string): string {
  const port = new URL(endpoint).port || "80";
  // what an embedded LocalStack keeps is removed when that ends
  const state = stateFolder(Number(port), stateRoot(root));
  return existsSync(state) ? join(state, "stacks.json") : join(stateRoot(root), `stacks-${port}.json`);
}

/** Stores which stacks a project has deployed to a LocalStack, for later commands. */
export async function rememberStacks(
  root: string,
  endpoint: string,
  stacks: readonly StackIdentity[],
): Promise<void> {
  const known = stacks.map(({ id, name, account, region }) => ({ id, name, account, region }));
  await mkdir(stateRoot(root), { recursive: true });
  await writeFile(fileFor(root, endpoint), `${JSON.stringify(known, undefined, 2)}\n`);
}

/** What {@link rememberStacks} stored; `undefined` if another project or program deployed. */
export async function rememberedStacks(root: string, endpoint: string): Promise<StackIdentity[] | undefined> {
  try {
    return JSON.parse(await readFile(fileFor(root, endpoint), "utf8")) as StackIdentity[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
