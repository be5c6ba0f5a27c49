import type { Element } from "./statements.ts";

/** A grant that is for more than was used, and that the stack means all the same. */
export interface Accepted {
  /** The owner's logical id in the stack, without the hash at its end. */
  owner: string;
  /** Name of the policy, or ARN of a managed one. */
  policy: string;
  /** Which of what the policy's statements name. */
  element: Element;
  value: string;
  reason: string;
}

/** Each with its reason. One that is needed no more is reported. */
export const ACCEPTED: readonly Accepted[] = [
  {
    owner: "ApiRestCloudWatchRole",
    policy: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    element: "resources",
    value: "*",
    reason: "AWS's own policy, against which API Gateway checks the account's logging role",
  },
];
