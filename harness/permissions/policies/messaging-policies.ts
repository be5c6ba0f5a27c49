import { DescribeEventBusCommand } from "@aws-sdk/client-eventbridge";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { arnOf } from "../../resources/kinds.ts";
import type { PolicyClients } from "./policy-clients.ts";
import { parsePolicy } from "./policy-document.ts";
import type { PolicyOwner, ResourcePolicy } from "./resource-policies.ts";

/** Of a queue: who may send to it. */
export async function readQueuePolicy(
  { sqs }: PolicyClients,
  owner: PolicyOwner,
): Promise<ResourcePolicy | undefined> {
  const command = new GetQueueAttributesCommand({ QueueUrl: owner.physicalId, AttributeNames: ["Policy"] });
  return policyOf(owner, "AWS::SQS::Queue", (await sqs.send(command)).Attributes?.Policy);
}

/** Every topic has this policy until it gets another one: it lets the account do what its own policies allow. */
const DEFAULT_TOPIC_POLICY = "__default_policy_ID";

/** Of a topic: who may publish to it. */
export async function readTopicPolicy(
  { sns }: PolicyClients,
  owner: PolicyOwner,
): Promise<ResourcePolicy | undefined> {
  const command = new GetTopicAttributesCommand({ TopicArn: owner.physicalId });
  const policy = policyOf(owner, "AWS::SNS::Topic", (await sns.send(command)).Attributes?.Policy);
  return policy?.document.Id === DEFAULT_TOPIC_POLICY ? undefined : policy;
}

/** Of an event bus: who may put events on it. */
export async function readBusPolicy(
  { events }: PolicyClients,
  owner: PolicyOwner,
): Promise<ResourcePolicy | undefined> {
  const { Policy } = await events.send(new DescribeEventBusCommand({ Name: owner.physicalId }));
  return policyOf(owner, "AWS::Events::EventBus", Policy);
}

function policyOf(
  { physicalId, logicalId, account, region }: PolicyOwner,
  type: string,
  policy: string | undefined,
): ResourcePolicy | undefined {
  if (!policy) return undefined;
  const resource = arnOf({ type, physicalId, place: { account, region } });
  return { resource, logicalId, document: parsePolicy(policy) };
}
