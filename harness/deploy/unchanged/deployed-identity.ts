import { createHash } from "node:crypto";
import { CloudFormationClient, GetTemplateCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { clientConfig } from "../../aws/client-config.ts";
import { reachableAddresses } from "../../core/addresses.ts";
import type { DeployedStack, StackTarget } from "../deploy-stack.ts";
import { describeStack, outputsOf, unlessMissing } from "../outputs.ts";

/** Statuses of a stack that has all that its template has. */
const COMPLETE = /^(CREATE|UPDATE)_COMPLETE$/;

/** Distinguishes a stack from any other one, and from itself after a change. */
export async function identityOf(name: string, target: StackTarget): Promise<string> {
  return (await look(name, target))?.identity ?? "none";
}

/** A stack that is deployed as it was when it had an identity; undefined where it is another one, or is not complete. */
export async function deployedAs(
  identity: string,
  { id, name, ...target }: StackTarget & { id: string; name: string },
): Promise<DeployedStack | undefined> {
  const found = await look(name, target);
  if (found?.identity !== identity || !COMPLETE.test(found.stack.StackStatus ?? "")) return undefined;
  const outputs = reachableAddresses(outputsOf(found.stack), target.endpoint);
  return { ...target, id, name, outputs, changed: false, ignored: [] };
}

async function look(
  name: string,
  target: StackTarget,
): Promise<{ stack: Stack; identity: string } | undefined> {
  const client = new CloudFormationClient(clientConfig(target.endpoint, target));
  try {
    const stack = await describeStack(client, name);
    if (!stack) return undefined;
    // a stack that is being removed may be gone by now
    const template = await unlessMissing(client.send(new GetTemplateCommand({ StackName: name })));
    if (!template) return undefined;
    const { StackId, StackStatus, Parameters, Outputs, Tags } = stack;
    const parts = [StackId, StackStatus, Parameters, Outputs, Tags, template.TemplateBody];
    return { stack, identity: createHash("sha256").update(JSON.stringify(parts)).digest("base64") };
  } finally {
    client.destroy();
  }
}
