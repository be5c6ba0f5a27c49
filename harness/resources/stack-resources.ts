import type { AccountRegion } from "../aws/client-config.ts";
import type { Clients } from "../aws/clients.ts";
import { hasCode } from "../core/errors.ts";
import { resourcesNamed, theResource } from "./find-resource.ts";
import type { Kind } from "./kinds.ts";
import type { StackContents, StackResource } from "./stack-resource.ts";

/** Where stacks are looked for, and of which name; without a name all of that account and region. */
export interface StackPlace extends AccountRegion {
  name?: string;
}

/** The resources of the deployed stacks, by whichever name a test gives. They are read once, and again for an unknown name. */
export class StackResources {
  /** Accounts and regions of the stacks. */
  readonly places: readonly AccountRegion[];
  readonly #clients: Clients;
  readonly #stacks: readonly StackPlace[];
  readonly #outputs: Readonly<Record<string, string>>;
  #contents: Promise<StackContents[]> | undefined;

  /** @param outputs those that are known already */
  constructor(
    clients: Clients,
    stacks: readonly StackPlace[] = [],
    outputs: Readonly<Record<string, string>> = {},
  ) {
    this.places = clients.places;
    this.#clients = clients;
    this.#outputs = outputs;
    this.#stacks = stacks.length > 0 ? stacks : clients.places;
  }

  /**
   * The resource of this kind that a logical id, construct path, output or name means.
   * @throws HarnessError UNKNOWN_RESOURCE, WHICH_RESOURCE
   */
  async find(kind: Kind, name: string): Promise<StackResource> {
    try {
      return theResource(kind, name, await this.contents());
    } catch (error) {
      if (!hasCode(error, "UNKNOWN_RESOURCE")) throw error;
      // it may have been deployed since
      this.#contents = undefined;
      return theResource(kind, name, await this.contents());
    }
  }

  /** The same; `undefined` where no stack has it. */
  async maybe(kind: Kind, name: string): Promise<StackResource | undefined> {
    const contents = await this.contents();
    return resourcesNamed(kind, name, contents).length > 0 ? theResource(kind, name, contents) : undefined;
  }

  /** The value of an output, of whichever stack has it. */
  async output(key: string): Promise<string | undefined> {
    return this.#outputs[key] ?? (await this.contents()).find(({ outputs }) => key in outputs)?.outputs[key];
  }

  /** The deployed stacks. */
  contents(): Promise<StackContents[]> {
    if (!this.#contents) {
      this.#contents = this.#read();
      this.#contents.catch(() => {
        this.#contents = undefined;
      });
    }
    return this.#contents;
  }

  async #read(): Promise<StackContents[]> {
    // most tests need no resources, and so no client for CloudFormation
    const { readStacks } = await import("./stack-resource.ts");
    const found = await Promise.all(
      this.#stacks.map(({ name, account, region }) => readStacks(this.#clients, { account, region }, name)),
    );
    return found.flat();
  }
}
