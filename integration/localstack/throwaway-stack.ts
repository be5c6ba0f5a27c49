import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { clientConfig, poll } from "localstack-harness";

/** A stack of one test, made of a template without CDK; `await using` removes it, and waits until it is gone. */
export class ThrowawayStack implements AsyncDisposable {
  readonly #client: CloudFormationClient;
  readonly #name = `throwaway-${crypto.randomUUID()}`;
  outputs: Record<string, string> = {};

  private constructor(client: CloudFormationClient) {
    this.#client = client;
  }

  static async create(endpoint: string, template: object): Promise<ThrowawayStack> {
    const stack = new ThrowawayStack(new CloudFormationClient(clientConfig(endpoint)));
    const TemplateBody = JSON.stringify(template);
    await stack.#client.send(new CreateStackCommand({ StackName: stack.#name, TemplateBody }));
    try {
      await stack.#ended("CREATE_COMPLETE");
    } catch (error) {
      await stack[Symbol.asyncDispose]();
      throw error;
    }
    return stack;
  }

  async update(template: object): Promise<void> {
    const TemplateBody = JSON.stringify(template);
    await this.#client.send(new UpdateStackCommand({ StackName: this.#name, TemplateBody }));
    await this.#ended("UPDATE_COMPLETE");
  }

  async #ended(wanted: string): Promise<void> {
    const StackName = this.#name;
    const Outputs = await poll({ awaiting: `${wanted} of ${StackName}`, within: 25_000 }, async (signal) => {
      const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName }), {
        abortSignal: signal,
      });
      const { StackStatus = "", Outputs } = Stacks?.[0] ?? {};
      if (StackStatus === wanted) return { done: Outputs };
      if (StackStatus.endsWith("_IN_PROGRESS")) return { seen: StackStatus };
      throw new Error(`stack ${StackName} ended in ${StackStatus}: ${await this.#failures()}`);
    });
    this.outputs = Object.fromEntries(
      (Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    );
  }

  async #failures(): Promise<string> {
    const command = new DescribeStackEventsCommand({ StackName: this.#name });
    const { StackEvents = [] } = await this.#client.send(command);
    return StackEvents.filter(({ ResourceStatus = "" }) => ResourceStatus.endsWith("_FAILED"))
      .map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`)
      .join("; ");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName: this.#name }));
    const id = Stacks?.[0]?.StackId;
    await this.#client.send(new DeleteStackCommand({ StackName: this.#name }));
    await poll({ awaiting: `the end of ${this.#name}`, within: 25_000 }, async (signal) => {
      const command = new DescribeStacksCommand({ StackName: id });
      const { Stacks } = await this.#client.send(command, { abortSignal: signal });
      const status = Stacks?.[0]?.StackStatus ?? "DELETE_COMPLETE";
      return status === "DELETE_COMPLETE" ? { done: undefined } : { seen: status };
    });
    this.#client.destroy();
  }
}
