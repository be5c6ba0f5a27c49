import type { StackResource } from "./stack-resource.ts";

/** A kind of resource that a test names. */
export interface Kind {
  /** `queue` */
  one: string;
  /** `queues` */
  many: string;
  /** Of CloudFormation. */
  types: readonly string[];
}

/** The last part of a name, an ARN or a URL. */
export const lastPart = (id: string): string =>
  id.slice(Math.max(...["/", ":", "|"].map((sign) => id.lastIndexOf(sign))) + 1);

export const QUEUE: Kind = { one: "queue", many: "queues", types: ["AWS::SQS::Queue"] };
export const TOPIC: Kind = { one: "topic", many: "topics", types: ["AWS::SNS::Topic"] };
export const BUS: Kind = { one: "event bus", many: "event buses", types: ["AWS::Events::EventBus"] };
export const BUCKET: Kind = { one: "bucket", many: "buckets", types: ["AWS::S3::Bucket"] };
export const TABLE: Kind = {
  one: "table",
  many: "tables",
  types: ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"],
};
export const API: Kind = {
  one: "API",
  many: "APIs",
  types: ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::Lambda::Url"],
};
export const SCHEDULE: Kind = {
  one: "schedule",
  many: "schedules",
  types: ["AWS::Scheduler::Schedule", "AWS::Events::Rule"],
};

/** ARN of a queue, a topic, a bus or a rule. */
export function arnOf({
  type,
  physicalId,
  place,
}: Pick<StackResource, "type" | "physicalId" | "place">): string {
  if (physicalId.startsWith("arn:")) return physicalId;
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:${place.region}:${place.account}:${resource}`;
  switch (type) {
    case "AWS::SQS::Queue":
      return arn("sqs", lastPart(physicalId));
    case "AWS::Events::EventBus":
      return arn("events", `event-bus/${physicalId}`);
    case "AWS::Events::Rule":
      // CloudFormation joins the names of bus and rule by a bar
      return arn("events", `rule/${physicalId.replace(/^default\|/, "").replace("|", "/")}`);
    default:
      throw new TypeError(`no ARN is known for a resource of type ${type}`);
  }
}
