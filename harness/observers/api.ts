import type { AccountRegion } from "../aws/client-config.ts";
import type { Clients } from "../aws/clients.ts";
import { HarnessError } from "../core/errors.ts";
import { API, lastPart } from "../resources/kinds.ts";
import type { StackResource } from "../resources/stack-resource.ts";
import type { StackResources } from "../resources/stack-resources.ts";

/** What the address of an API depends on. */
export interface ApiSource {
  clients: Clients;
  resources: StackResources;
  /** Requests through it are in the failure report. */
  fetch: typeof fetch;
  /** Where an API of API Gateway answers; the path of the stage is added. */
  apiAddress(id: string, place: AccountRegion): string;
  /** Any other address that LocalStack gives, as it is reached from here. */
  reachable(address: string): string;
}

/** A REST API, an HTTP API or a function URL. */
export class Api {
  readonly #source: ApiSource;
  readonly #name: string;
  #address: Promise<string> | undefined;

  constructor(source: ApiSource, name: string) {
    this.#source = source;
    this.#name = name;
  }

  /**
   * Its address with the stage, without a trailing slash.
   * @throws HarnessError UNKNOWN_RESOURCE, WHICH_RESOURCE; WHICH_STAGE where it has none, or several
   */
  address(): Promise<string> {
    this.#address ??= this.#read();
    this.#address.catch(() => {
      this.#address = undefined;
    });
    return this.#address;
  }

  /**
   * Sends a request to a path below the address. Its response, and the request, are in the failure report.
   * @throws as {@link address}
   */
  async fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#source.fetch((await this.address()) + path, init);
  }

  async #read(): Promise<string> {
    const { resources, reachable } = this.#source;
    const given = await resources.output(this.#name);
    if (given !== undefined && /^https?:/.test(given)) return withoutSlash(reachable(given));
    const api = await resources.find(API, this.#name);
    return withoutSlash(
      api.type === "AWS::Lambda::Url"
        ? reachable(await this.#functionUrl(api))
        : await this.#stageAddress(api),
    );
  }

  async #functionUrl({ physicalId, place }: StackResource): Promise<string> {
    const { GetFunctionUrlConfigCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
    const command = new GetFunctionUrlConfigCommand({ FunctionName: physicalId });
    return (await this.#source.clients.of(LambdaClient, place).send(command)).FunctionUrl ?? "";
  }

  async #stageAddress(api: StackResource): Promise<string> {
    const { resources, apiAddress } = this.#source;
    const stages = (await resources.contents())
      .flatMap((stack) => stack.resources)
      .filter(({ type, properties, stack }) => {
        const owner = (properties.RestApiId ?? properties.ApiId) as { Ref?: string } | undefined;
        return (
          /^AWS::ApiGateway(V2)?::Stage$/.test(type) && owner?.Ref === api.logicalId && stack === api.stack
        );
      })
      .map(({ physicalId }) => lastPart(physicalId));
    const [stage] = stages;
    if (stage === undefined || stages.length > 1)
      throw new HarnessError(
        "WHICH_STAGE",
        `API ${this.#name} has ${stage === undefined ? "no stage" : `the stages ${stages.join(", ")}`}: name an output that holds its address`,
      );
    return apiAddress(api.physicalId, api.place) + (stage === "$default" ? "" : `/${stage}`);
  }
}

const withoutSlash = (address: string): string => address.replace(/\/+$/, "");
