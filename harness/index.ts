/** The public API of the harness. Entry points beside it: `/vitest`, `/vitest/setup`, `/permissions`, `/aws`, `/browser`, `/cli`. */
export { clientConfig } from "./aws/client-config.ts";
export {
  type Deployment,
  defineConfig,
  type HarnessConfig,
  type PermissionsConfig,
  type Site,
} from "./config/config.ts";
export { deployedProject, ProjectDeployment, publishSite } from "./config/deploy-project.ts";
export { loadProject, type Project } from "./config/load.ts";
export { type ConnectOptions, connect, type Harness } from "./connect.ts";
export { HarnessError, hasCode } from "./core/errors.ts";
export { type Look, poll } from "./core/poll.ts";
export { findProjectRoot } from "./core/project-root.ts";
export { type Deployed, type DeployOptions, deploy } from "./deploy/deploy.ts";
export type { DeployedStack } from "./deploy/deploy-stack.ts";
export { stackOutputs } from "./deploy/outputs.ts";
export { publishWebsite, type WebsiteFile } from "./deploy/website.ts";
export { requireLocalStack } from "./localstack/require.ts";
export { type LocalStack, type StartOptions, startLocalStack, type Target } from "./localstack/start.ts";
export { leaksIn, logLeakError } from "./logs/log-leaks.ts";
export type { LogLine } from "./logs/log-line.ts";
export { verifySender } from "./mail/verify-sender.ts";
export type { AcceptedGrant } from "./permissions/accepted-grant.ts";
