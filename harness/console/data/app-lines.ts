import type { AppLine } from "../view-shapes.ts";
import { referencesOf, type TemplateResource, type TemplateResources } from "./app-template.ts";

/** What a resource of a type connects: each property that names where something comes from with those it goes to. */
const CONNECTIONS: Record<string, readonly [from: string, ...to: string[]]> = {
  "AWS::Lambda::EventSourceMapping": ["EventSourceArn", "FunctionName"],
  "AWS::SNS::Subscription": ["TopicArn", "Endpoint"],
  "AWS::Pipes::Pipe": ["Source", "Target", "Enrichment"],
  "Custom::S3BucketNotifications": ["BucketName", "NotificationConfiguration"],
};

/** What a part of the app itself leads to, by the property that names it. */
const LEADS_TO: Record<string, readonly string[]> = {
  "AWS::Events::Rule": ["Targets"],
  "AWS::Scheduler::Schedule": ["Target"],
  "AWS::S3::Bucket": ["NotificationConfiguration"],
  "AWS::StepFunctions::StateMachine": ["DefinitionString", "Definition", "DefinitionSubstitutions"],
  "AWS::Lambda::Function": ["Environment", "DeadLetterConfig"],
  "AWS::SQS::Queue": ["RedrivePolicy"],
};

/** The id of the node that means Amazon SES. */
export const MAIL = "mail";

/** Finds which parts of the app lead to which, in one stack. */
export class LineFinder {
  readonly #resources: TemplateResources;
  readonly #isNode: (id: string) => boolean;
  readonly #lines = new Map<string, Set<string>>();

  constructor(resources: TemplateResources, isNode: (id: string) => boolean) {
    this.#resources = resources;
    this.#isNode = isNode;
  }

  find(): AppLine[] {
    for (const resource of this.#resources.values()) {
      this.#connect(resource);
      this.#lead(resource);
      this.#route(resource);
      this.#permit(resource);
    }
    return [...this.#lines].map(([key, labels]) => {
      const [from = "", to = ""] = key.split("\n");
      return { from, to, label: shortened([...labels]) };
    });
  }

  #add(from: Iterable<string>, to: Iterable<string>, label = ""): void {
    const targets = [...to];
    for (const source of from)
      for (const target of targets) {
        if (source === target || !this.#isNode(source) || !this.#isNode(target)) continue;
        const key = `${source}\n${target}`;
        const labels = this.#lines.get(key) ?? new Set();
        this.#lines.set(key, label ? labels.add(label) : labels);
      }
  }

  #connect({ type, properties }: TemplateResource): void {
    const [from, ...to] = CONNECTIONS[type] ?? [];
    if (from) this.#add(referencesOf(properties[from]), referencesOf(to.map((name) => properties[name])));
  }

  #lead({ id, type, properties }: TemplateResource): void {
    for (const name of LEADS_TO[type] ?? []) this.#add([id], referencesOf(properties[name]));
    if (type === "AWS::Events::Rule") this.#add(referencesOf(properties.EventBusName), [id]);
  }

  #route({ type, properties }: TemplateResource): void {
    if (type === "AWS::ApiGateway::Method") {
      const path = this.#path(properties.ResourceId);
      const label = `${properties.HttpMethod ?? ""} ${path || "/"}`;
      if (properties.HttpMethod !== "OPTIONS")
        this.#add(
          referencesOf(properties.RestApiId),
          this.#beyond(referencesOf(properties.Integration)),
          label,
        );
    }
    if (type === "AWS::ApiGatewayV2::Route") {
      const integrations = [...referencesOf(properties.Target)].map(
        (id) => this.#resources.get(id)?.properties,
      );
      this.#add(
        referencesOf(properties.ApiId),
        this.#beyond(referencesOf(integrations.map((each) => each?.IntegrationUri))),
        `${properties.RouteKey ?? ""}`,
      );
    }
  }

  /** The path of an API's resource: the parts of it and of those above it. */
  #path(resource: unknown): string {
    for (const id of referencesOf(resource)) {
      const found = this.#resources.get(id);
      if (found?.type === "AWS::ApiGateway::Resource")
        return `${this.#path(found.properties.ParentId)}/${found.properties.PathPart ?? ""}`;
    }
    return "";
  }

  /** Instead of an alias or a version its function. */
  #beyond(ids: Iterable<string>): string[] {
    return [...ids].flatMap((id) => {
      const found = this.#resources.get(id);
      const isAlias = /^AWS::Lambda::(Alias|Version)$/.test(found?.type ?? "");
      return isAlias ? [...referencesOf(found?.properties.FunctionName)] : [id];
    });
  }

  /** What the role of a function or a state machine may use: the template names it by its policies. */
  #permit({ type, properties }: TemplateResource): void {
    if (type !== "AWS::IAM::Policy" && type !== "AWS::IAM::ManagedPolicy") return;
    const roles = referencesOf(properties.Roles);
    const owners = [...this.#resources.values()].filter(
      ({ id, properties: { Role, RoleArn } }) =>
        this.#isNode(id) && [...referencesOf([Role, RoleArn])].some((role) => roles.has(role)),
    );
    const { Statement = [] } = (properties.PolicyDocument ?? {}) as { Statement?: Record<string, unknown>[] };
    for (const { Effect, Action, Resource } of [Statement].flat()) {
      if (Effect === "Deny") continue;
      const sendsMail = [Action].flat().some((action) => /^ses:Send/i.test(`${action}`));
      const targets = [...this.#beyond(referencesOf(Resource)), ...(sendsMail ? [MAIL] : [])];
      this.#add(
        owners.map(({ id }) => id),
        targets,
      );
    }
  }
}

const shortened = (labels: readonly string[]): string =>
  labels.length <= 1 ? labels.join("") : `${labels[0]} and ${labels.length - 1} more`;
