import {
  APIGatewayClient,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  DeleteRestApiCommand,
  GetResourcesCommand,
  PutGatewayResponseCommand,
  type PutGatewayResponseCommandInput,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { clientConfig } from "localstack-harness";
import type { ThrowawayFunction } from "../throwaway-function.ts";

export interface ApiOptions {
  api?: Partial<CreateRestApiCommandInput>;
  integration?: Partial<PutIntegrationCommandInput>;
  /** Its name and API are added. */
  authorizer?: Omit<CreateAuthorizerCommandInput, "restApiId" | "name">;
  authorizationType?: string;
  gatewayResponse?: Omit<PutGatewayResponseCommandInput, "restApiId">;
}

const STAGE = "test";

/** The address that API Gateway invokes a function at. */
export const functionUri = ({ name }: ThrowawayFunction): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;

/** A REST API with one method, ANY of its root, and its function; `await using` removes it. */
export class ThrowawayApi implements AsyncDisposable {
  readonly #client: APIGatewayClient;
  readonly id: string;
  readonly url: string;

  private constructor(client: APIGatewayClient, endpoint: string, id: string) {
    this.#client = client;
    this.id = id;
    this.url = `${endpoint}/_aws/execute-api/${id}/${STAGE}/`;
  }

  static async create(
    endpoint: string,
    fn: ThrowawayFunction,
    options: ApiOptions = {},
  ): Promise<ThrowawayApi> {
    const client = new APIGatewayClient(clientConfig(endpoint));
    const { id: restApiId = "" } = await client.send(
      new CreateRestApiCommand({ name: `throwaway-${crypto.randomUUID()}`, ...options.api }),
    );
    const api = new ThrowawayApi(client, endpoint, restApiId);
    try {
      await api.#deploy(fn, options);
    } catch (error) {
      await api[Symbol.asyncDispose]();
      throw error;
    }
    return api;
  }

  async #deploy(fn: ThrowawayFunction, options: ApiOptions): Promise<void> {
    const client = this.#client;
    const restApiId = this.id;
    const { items } = await client.send(new GetResourcesCommand({ restApiId }));
    const method = { restApiId, resourceId: items?.[0]?.id, httpMethod: "ANY" };
    const authorizer =
      options.authorizer &&
      (await client.send(new CreateAuthorizerCommand({ restApiId, name: "a", ...options.authorizer })));
    await client.send(
      new PutMethodCommand({
        ...method,
        authorizationType: options.authorizationType ?? (authorizer ? "CUSTOM" : "NONE"),
        authorizerId: authorizer?.id,
      }),
    );
    await client.send(
      new PutIntegrationCommand({
        ...method,
        type: "AWS_PROXY",
        integrationHttpMethod: "POST",
        uri: functionUri(fn),
        ...options.integration,
      }),
    );
    if (options.gatewayResponse)
      await client.send(new PutGatewayResponseCommand({ restApiId, ...options.gatewayResponse }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.send(new DeleteRestApiCommand({ restApiId: this.id }));
    this.#client.destroy();
  }
}
