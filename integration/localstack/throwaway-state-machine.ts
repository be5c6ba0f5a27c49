import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
  type StateMachineType,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { clientConfig, poll } from "localstack-harness";

export interface EndedExecution {
  status: DescribeExecutionOutput["status"];
  // biome-ignore lint/suspicious/noExplicitAny: a state machine may return anything
  output: any;
  error: string | undefined;
  cause: string | undefined;
}

/** A state machine of one test; `await using` removes it. */
export class ThrowawayStateMachine implements AsyncDisposable {
  readonly #client: SFNClient;
  readonly arn: string;

  private constructor(client: SFNClient, arn: string) {
    this.#client = client;
    this.arn = arn;
  }

  static async create(
    endpoint: string,
    definition: object,
    type: StateMachineType = "STANDARD",
  ): Promise<ThrowawayStateMachine> {
    const client = new SFNClient(clientConfig(endpoint));
    const { stateMachineArn = "" } = await client.send(
      new CreateStateMachineCommand({
        name: `throwaway-${crypto.randomUUID()}`,
        definition: JSON.stringify(definition),
        type,
        roleArn: "arn:aws:iam::000000000000:role/throwaway",
      }),
    );
    return new ThrowawayStateMachine(client, stateMachineArn);
  }

  async update(definition: object): Promise<void> {
    await this.#client.send(
      new UpdateStateMachineCommand({ stateMachineArn: this.arn, definition: JSON.stringify(definition) }),
    );
  }

  /** Starts an execution, and returns its ARN. */
  async start(input: object = {}): Promise<string> {
    const { executionArn = "" } = await this.#client.send(
      new StartExecutionCommand({ stateMachineArn: this.arn, input: JSON.stringify(input) }),
    );
    return executionArn;
  }

  /** Starts an execution, and waits for its end. */
  async run(input: object = {}): Promise<EndedExecution> {
    return this.end(await this.start(input));
  }

  /** Waits for the end of an execution. */
  end(executionArn: string): Promise<EndedExecution> {
    return poll({ awaiting: `the end of ${executionArn}`, within: 20_000 }, async (signal) => {
      const command = new DescribeExecutionCommand({ executionArn });
      const { status, output, error, cause } = await this.#client.send(command, { abortSignal: signal });
      if (status === "RUNNING") return { seen: status };
      return {
        done: { status, output: output === undefined ? undefined : JSON.parse(output), error, cause },
      };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.send(new DeleteStateMachineCommand({ stateMachineArn: this.arn }));
    this.#client.destroy();
  }
}
