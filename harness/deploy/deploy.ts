import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../core/errors.ts";
import { findProjectRoot } from "../core/files/project-root.ts";
import { removeIfKilled } from "../core/files/remove-if-killed.ts";
import { stateRoot } from "../localstack/paths.ts";
import { withLock } from "../localstack/process/lock.ts";
import { type AssemblyStack, readAssembly, selectStacks } from "./assembly.ts";
import { type CdklocalOptions, runCdklocal } from "./cdklocal.ts";
import { type DeployedStack, deployStacks } from "./deploy-stack.ts";
import { preloadServices } from "./preload.ts";
import { stackGroups } from "./stack-groups.ts";
import { assertParameters } from "./template-parameters.ts";
import { DeployedRecord } from "./unchanged/deployed-record.ts";
import { assertSupportedTypes } from "./unsupported-types.ts";

/** What {@link deploy} deploys, and where. */
export interface DeployOptions {
  /** Where LocalStack answers. */
  endpoint: string;
  /** The project. Default: found from the working folder by its `cdk.json`. */
  root?: string;
  /** The CDK app, as a shell command that runs in the project. Default: `app` of `cdk.json`. */
  app?: string | undefined;
  /** Stacks by id, name or pattern; those that they depend on are deployed with them. Default: all outside Stages. */
  stacks?: readonly string[] | undefined;
  /** Context values for the app, as with `cdk -c`; they override those of `cdk.json`. */
  context?: Record<string, string>;
  /** Values of the templates' parameters, by `<name>` or `<stack id>:<name>`; without them a stack keeps those that it has. */
  parameters?: Record<string, string> | undefined;
  /** Called with a description of each step. */
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** @internal */
  synthesis?: SynthesisOptions | undefined;
  /**
   * Whether to leave the synthesis out where all that the app was made of is as it was at the last deployment with this
   * option, and LocalStack still has its stacks.
   * @internal
   */
  remember?: boolean | undefined;
}

/** For a caller that deploys the app's changes later. */
export interface SynthesisOptions {
  /** Variables for the app. */
  variables: Record<string, string>;
  /** Called with the deployed stacks of the cloud assembly, before that is removed. */
  onDeployed: (stacks: AssemblyStack[]) => Promise<void>;
}

/** The result of {@link deploy}. */
export interface Deployed {
  /** The outputs of all stacks by key. If several stacks have the same key, also by `<stack id>.<key>`. */
  outputs: Record<string, string>;
  /** In the order of deployment. */
  stacks: DeployedStack[];
  /** Whether there was anything to change. */
  changed: boolean;
  /** Whether the app was synthesised. */
  synthesised: boolean;
  /** Resources that LocalStack only records, each with what the app misses, such as `…: requests are not filtered`. */
  withoutEffect: string[];
}

/**
 * Deploys a CDK app to LocalStack with `cdklocal`. Stacks can have any synthesizer, account and region.
 *
 * During the synthesis, LocalStack loads the services that serverless apps need.
 * @throws HarnessError `CDKLOCAL_FAILED`, `STACK_UNKNOWN`, `DEPLOYMENT_FAILED`, `RESOURCES_UNSUPPORTED`, `PEER_MISSING`,
 * `PARAMETER_UNKNOWN`; the signal's reason
 */
export async function deploy(options: DeployOptions): Promise<Deployed> {
  const {
    endpoint,
    root = findProjectRoot(),
    app,
    stacks,
    parameters,
    onProgress,
    signal,
    synthesis,
    remember = false,
  } = options;
  const key = createHash("sha256")
    .update(JSON.stringify([endpoint, app, stacks]))
    .digest("hex")
    .slice(0, 8);
  const folder = join(stateRoot(root), `deploy-${key}`);
  const onWait = () => onProgress?.("waiting for another deployment");
  return withLock(folder, { onWait, signal }, async (held) => {
    const cdk: CdklocalOptions = { endpoint, root, folder, onProgress, signal: held };
    await using record = new DeployedRecord({ ...options, ...cdk });
    const there = remember ? await record.find() : undefined;
    if (there) return resultOf(there.stacks, there.withoutEffect, { synthesised: false });
    await record.remove();
    using _ = await removeIfKilled(folder);
    try {
      // if LocalStack does not answer, the deployment reports it
      preloadServices(endpoint, held).catch(() => {});
      onProgress?.("synthesising");
      const variables = remember ? await record.recordingVariables() : synthesis?.variables;
      await synthesise(options, { ...cdk, variables });
      const selected = selectStacks(await readAssembly(folder), stacks);
      if (selected.length === 0)
        throw new HarnessError("NO_STACKS", "the CDK app has no stacks: add one, or name another app");
      await assertParameters(selected, parameters);
      const withoutEffect = await assertSupportedTypes(selected, endpoint, held);
      const deployed: DeployedStack[] = [];
      // in sequence: a stack may import what another one exports
      for (const group of await stackGroups(selected))
        deployed.push(...(await deployStacks(group, { ...cdk, parameters })));
      await synthesis?.onDeployed(selected);
      const reason = remember ? await record.write(selected, deployed, withoutEffect) : undefined;
      if (reason) onProgress?.(`the next start synthesises the app again: it ${reason}`);
      return resultOf(deployed, withoutEffect, { synthesised: true });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

const resultOf = (
  stacks: DeployedStack[],
  withoutEffect: string[],
  { synthesised }: Pick<Deployed, "synthesised">,
): Deployed => ({
  outputs: mergedOutputs(stacks),
  stacks,
  changed: stacks.some(({ changed }) => changed),
  synthesised,
  withoutEffect,
});

/** Synthesises an app to the folder of the options. */
export async function synthesise(
  { app, context = {} }: Pick<DeployOptions, "app" | "context">,
  cdk: CdklocalOptions,
): Promise<void> {
  // the CLI would show a report of an earlier synthesis again
  await rm(cdk.folder, { recursive: true, force: true });
  const values = Object.entries(context).flatMap(([key, value]) => ["--context", `${key}=${value}`]);
  const command = app === undefined ? [] : ["--app", app];
  await runCdklocal(["synth", "--quiet", ...command, ...values], cdk);
}

/** Where several stacks have the same key, `<stack id>.<key>` distinguishes them. */
export function mergedOutputs(
  stacks: readonly Pick<DeployedStack, "id" | "outputs">[],
): Record<string, string> {
  const keys = stacks.flatMap(({ outputs }) => Object.keys(outputs));
  const isShared = (key: string) => keys.indexOf(key) !== keys.lastIndexOf(key);
  return Object.fromEntries(
    stacks.flatMap(({ id, outputs }) =>
      Object.entries(outputs).flatMap(([key, value]) =>
        isShared(key)
          ? [
              [`${id}.${key}`, value],
              [key, value],
            ]
          : [[key, value]],
      ),
    ),
  );
}
