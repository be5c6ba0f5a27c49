import type { Deployment } from "../../config/config.ts";
import { type AssemblyStack, readAssembly, selectStacks } from "../../deploy/assembly.ts";
import { mergedOutputs } from "../../deploy/deploy.ts";
import { type DeployedStack, deployBy, deployStacks, targetOf } from "../../deploy/deploy-stack.ts";
import type { Assets } from "./assets.ts";
import { ChangeSets, isPlain } from "./change-set.ts";
import { differences, readTemplate, setCode, type Template } from "./template.ts";

export interface LiveStacksOptions {
  endpoint: string;
  root: string;
  /** Stacks by id, name or pattern. */
  wanted: readonly string[] | undefined;
  assets: Assets;
  signal: AbortSignal;
}

/** The deployed stacks of an app, which are changed by what differs from them. */
export class LiveStacks {
  readonly #options: LiveStacksOptions;
  readonly #changeSets: ChangeSets;
  readonly #templates = new Map<string, Template>();
  /** Stacks whose last change failed: their state is unknown. */
  readonly #failed = new Set<string>();
  #deployed: readonly DeployedStack[] = [];

  constructor(options: LiveStacksOptions) {
    this.#options = options;
    this.#changeSets = new ChangeSets(options.assets);
  }

  /** Notes what a deployment of the whole app has done. */
  async note(stacks: readonly AssemblyStack[]): Promise<void> {
    const { endpoint, assets } = this.#options;
    this.#templates.clear();
    this.#failed.clear();
    for (const stack of stacks) {
      this.#templates.set(stack.id, await readTemplate(stack, assets));
      this.#changeSets.note(stack, targetOf(stack, endpoint));
    }
  }

  /** Notes other code of a function. */
  noteCode(stackId: string, logicalId: string, hash: string): void {
    const resource = this.#templates.get(stackId)?.Resources[logicalId];
    if (resource) setCode(resource, hash);
  }

  /**
   * Changes the stacks to those of an assembly.
   * @param deployment of before
   * @returns what was changed, in words; nothing where there was nothing to change
   */
  async apply(
    folder: string,
    deployment: Deployment,
  ): Promise<{ text: string; deployment: Deployment; stacks: AssemblyStack[] }> {
    const { endpoint, root, wanted, assets, signal } = this.#options;
    const stacks = selectStacks(await readAssembly(folder), wanted);
    this.#deployed = deployment.stacks;
    const texts: string[] = [];
    for (const stack of stacks) {
      const before = this.#templates.get(stack.id);
      const after = await readTemplate(stack, assets);
      const different = before ? differences(before, after) : [`new stack ${stack.id}`];
      if (different.length === 0 && !this.#failed.has(stack.id)) continue;
      const options = { endpoint, root, folder, signal };
      const isKnown = before && !this.#failed.has(stack.id);
      this.#failed.add(stack.id);
      const deployed =
        isKnown && isPlain(stack, after)
          ? await deployBy(stack, options, this.#changeSets)
          : await deployStacks([stack], options);
      this.#failed.delete(stack.id);
      this.#changeSets.note(stack, targetOf(stack, endpoint));
      this.#templates.set(stack.id, after);
      this.#deployed = [...this.#deployed.filter(({ id }) => id !== stack.id), ...deployed];
      texts.push(...deployed.map((each) => textOf(different, each)));
    }
    return {
      text: texts.join("; "),
      stacks,
      deployment: { ...deployment, stacks: [...this.#deployed], outputs: mergedOutputs(this.#deployed) },
    };
  }
}

const MOST = 3;

function textOf(different: readonly string[], { id, ignored }: DeployedStack): string {
  const shown = different.slice(0, MOST).join(", ");
  const more = different.length > MOST ? ` and ${different.length - MOST} more` : "";
  const left = ignored.length > 0 ? ` (left as they were: ${ignored.join("; ")})` : "";
  return `${id}: ${shown || "deployed again"}${more}${left}`;
}
