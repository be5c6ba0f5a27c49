import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type Environment,
  InvokeCommand,
  LambdaClient,
  type Runtime,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionActive,
  waitUntilFunctionUpdated,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { clientConfig } from "localstack-harness";

/** What one invocation answered: the payload parsed, and the log tail that Lambda returns with it. */
export interface Invocation {
  // biome-ignore lint/suspicious/noExplicitAny: a function may answer anything
  payload: any;
  functionError: string | undefined;
  log: string;
}

export interface FunctionOptions {
  handler?: string;
  runtime?: Runtime;
  /** The ARNs of layer versions, the first one below all others. */
  layers?: string[];
  timeout?: number;
  memorySize?: number;
  environment?: Environment["Variables"];
  logFormat?: "JSON" | "Text";
  /** Its code stays in this folder, where LocalStack reloads what is edited. */
  hotReload?: string;
}

/** A function made for one test, of the files given by name; `await using` removes it. */
export class ThrowawayFunction implements AsyncDisposable {
  readonly name = `throwaway-${crypto.randomUUID()}`;
  readonly #client: LambdaClient;

  private constructor(endpoint: string) {
    this.#client = new LambdaClient(clientConfig(endpoint));
  }

  static async create(endpoint: string, files: Record<string, string>, options: FunctionOptions = {}) {
    const it = new ThrowawayFunction(endpoint);
    const code = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
    await it.#client.send(
      new CreateFunctionCommand({
        FunctionName: it.name,
        Runtime: options.runtime ?? "nodejs24.x",
        Role: "arn:aws:iam::000000000000:role/throwaway",
        Handler: options.handler ?? "index.handler",
        Timeout: options.timeout ?? 30,
        MemorySize: options.memorySize ?? 128,
        Layers: options.layers ?? [],
        Environment: { Variables: options.environment ?? {} },
        LoggingConfig: { LogFormat: options.logFormat ?? "Text" },
        Code: options.hotReload
          ? { S3Bucket: "hot-reload", S3Key: options.hotReload }
          : { ZipFile: zipSync(code) },
      }),
    );
    // by its configuration: GetFunction would have an address of the code signed each time
    await waitUntilFunctionActive(
      { client: it.#client, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName: it.name },
    );
    return it;
  }

  /** Changes its configuration, and waits until the change holds. */
  async update(configuration: Omit<UpdateFunctionConfigurationCommandInput, "FunctionName">): Promise<void> {
    const FunctionName = this.name;
    await this.#client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...configuration }));
    await waitUntilFunctionUpdated(
      { client: this.#client, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName },
    );
  }

  async invoke(event: unknown = {}): Promise<Invocation> {
    const answer = await this.#client.send(
      new InvokeCommand({ FunctionName: this.name, Payload: JSON.stringify(event), LogType: "Tail" }),
    );
    const text = answer.Payload?.transformToString() ?? "";
    return {
      payload: text === "" ? undefined : JSON.parse(text),
      functionError: answer.FunctionError,
      log: Buffer.from(answer.LogResult ?? "", "base64").toString(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.send(new DeleteFunctionCommand({ FunctionName: this.name }));
    this.#client.destroy();
  }
}
