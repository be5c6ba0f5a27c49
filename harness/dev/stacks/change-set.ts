import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../../aws/client-config.ts";
import type { AssemblyStack, FileAsset } from "../../deploy/assembly.ts";
import { resolved } from "../../deploy/bootstrap.ts";
import type { ChangeSetMaker, StackTarget } from "../../deploy/deploy-stack.ts";
import type { Assets } from "./assets.ts";
import type { Template } from "./template.ts";

/** Whether {@link ChangeSets} can make a change set of it; `cdklocal` can of every stack, and keeps values of parameters. */
export const isPlain = (
  { assets, template, parameters }: AssemblyStack,
  { Parameters = {} }: Template,
): boolean =>
  Object.keys(parameters).length === 0 &&
  Object.keys(Parameters).every((name) => name === "BootstrapVersion") &&
  assets.some(({ path }) => path === template);

/** Makes change sets of stacks as `cdklocal` does, without starting it. */
export class ChangeSets implements ChangeSetMaker {
  /** Assets that are in their buckets already. */
  readonly #published = new Set<string>();
  readonly #assets: Assets;

  constructor(assets: Assets) {
    this.#assets = assets;
  }

  /** Notes the assets of a stack that was deployed otherwise. */
  note(stack: AssemblyStack, target: StackTarget): void {
    for (const asset of stack.assets) this.#published.add(addressOf(asset, target));
  }

  async make(
    stack: AssemblyStack,
    name: string,
    target: StackTarget,
    client: CloudFormationClient,
  ): Promise<void> {
    const template = stack.assets.find(({ path }) => path === stack.template);
    if (!template) throw new TypeError(`the template of ${stack.id} is no asset`);
    // LocalStack would execute the former one with this name
    await client
      .send(new DeleteChangeSetCommand({ StackName: stack.name, ChangeSetName: name }))
      .catch(ignoreMissing);
    await client.send(
      new CreateChangeSetCommand({
        StackName: stack.name,
        ChangeSetName: name,
        ChangeSetType: "UPDATE",
        TemplateURL: addressOf(template, target),
        Capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  }

  /** Publishes the assets that are new. */
  async publish({ assets }: Pick<AssemblyStack, "assets">, target: StackTarget): Promise<void> {
    const missing = assets.filter((asset) => !this.#published.has(addressOf(asset, target)));
    if (missing.length === 0) return;
    const client = new S3Client(clientConfig(target.endpoint, target));
    try {
      await Promise.all(
        missing.map(async (asset) => {
          const [Bucket, Key] = [resolved(asset.bucket, target), resolved(asset.key, target)];
          await client.send(new PutObjectCommand({ Bucket, Key, Body: await this.#assets.pack(asset) }));
          this.#published.add(addressOf(asset, target));
        }),
      );
    } finally {
      client.destroy();
    }
  }
}

function ignoreMissing(error: Error): void {
  if (error.name !== "ChangeSetNotFoundException") throw error;
}

const addressOf = ({ bucket, key }: FileAsset, target: StackTarget): string =>
  `${target.endpoint}/${resolved(bucket, target)}/${resolved(key, target)}`;
