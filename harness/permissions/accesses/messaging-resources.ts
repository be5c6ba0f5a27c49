import type { RecordedCall } from "../../control/call-record.ts";
import { lastPart } from "../../resources/kinds.ts";
import { listed } from "../policies/policy-document.ts";

/** The resources of calls to SQS, SNS, EventBridge and Scheduler whose parameters do not have an ARN or its parts. */
export function messagingResources(action: string, call: RecordedCall): string[] | undefined {
  const { request, region, account } = call;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const text = (name: string) => (typeof request[name] === "string" ? String(request[name]) : undefined);
  const [service] = action.split(":");
  switch (service) {
    case "sqs": {
      const url = text("QueueUrl");
      return url === undefined ? undefined : [arn("sqs", lastPart(url))];
    }
    case "sns": {
      // a text message to a phone has no resource
      if (action === "sns:Publish" && text("PhoneNumber")) return ["*"];
      const subscription = text("SubscriptionArn");
      // that of its topic, and an id
      return subscription === undefined ? undefined : [subscription.split(":").slice(0, 6).join(":")];
    }
    case "events":
      return action === "events:PutEvents"
        ? [
            ...new Set(
              buses(request).map((bus) => (bus.startsWith("arn:") ? bus : arn("events", `event-bus/${bus}`))),
            ),
          ]
        : undefined;
    case "scheduler":
      return /:(Create|Update|Delete|Get)Schedule$/.test(action)
        ? [arn("scheduler", `schedule/${text("GroupName") ?? "default"}/${text("Name")}`)]
        : undefined;
    case "iam": {
      const { RoleArn } = (request.Target ?? {}) as { RoleArn?: string };
      return action === "iam:PassRole" && RoleArn ? [RoleArn] : undefined;
    }
    default:
      return undefined;
  }
}

const buses = ({ Entries }: RecordedCall["request"]): string[] =>
  listed(Entries as { EventBusName?: string | null }[] | undefined).map(
    ({ EventBusName }) => EventBusName || "default",
  );
