import * as v from "valibot";
import { HarnessError } from "../core/errors.ts";
import type { Deployed } from "../deploy/deploy.ts";
import type { WebsiteFile } from "../deploy/website.ts";
import type { AcceptedGrant } from "../permissions/grants/accepted-grant.ts";

/** The app as it is deployed, as hooks and settings get it. */
export interface Deployment extends Deployed {
  /** Where LocalStack answers. */
  endpoint: string;
}

/** A web page to publish in a bucket of the app after each deployment. */
export interface Site {
  /** The output that holds the bucket's name. */
  bucket: string;
  /** A folder of the project, such as `dist`; or the files by key, built for this deployment. */
  files: string | ((deployment: Deployment) => Promise<Map<string, WebsiteFile>> | Map<string, WebsiteFile>);
}

/** Settings for the command `permissions`. */
export interface PermissionsConfig {
  /** Each with its reason. One that is needed no more is reported. */
  accepted?: readonly AcceptedGrant[];
  /** Outputs that hold names of buckets which must not be reached without TLS. */
  tlsOnly?: readonly string[];
  /**
   * Drives the whole app, so that every grant is used once.
   * @returns what did not go as it should, in words
   */
  exercise?: (deployment: Deployment, onProgress: (step: string) => void) => Promise<string[]>;
}

/** Settings of `harness.config.ts`. Each has a default, most of them from `cdk.json`. */
export interface HarnessConfig {
  /** The CDK app, as a command for the shell. Default: `app` of `cdk.json`. */
  app?: string;
  /** Stacks by id, name or pattern. Default: all outside Stages, or all where every stack is in one. */
  stacks?: readonly string[];
  /** Context values for the app, as by `cdk -c`. Default: those of `cdk.json`. */
  context?: Record<string, string> | ((target: { endpoint: string }) => Record<string, string>);
  /** Addresses or domains that SES lets send mail. Default: none. */
  senders?: readonly string[] | ((deployment: Deployment) => readonly string[]);
  /** Port of LocalStack on this machine. Default: 4566. */
  port?: number;
  /** Default: none. */
  site?: Site;
  /** Outputs to print after a deployment, by what they are called there. Default: all that are addresses. */
  addresses?: Record<string, string>;
  /** Variables for LocalStack. Default: none. */
  env?: Record<string, string>;
  /** Called when LocalStack answers, before the deployment. */
  beforeDeploy?: (target: { endpoint: string }) => Promise<void> | void;
  /** Called after the deployment, the senders and the site. */
  afterDeploy?: (deployment: Deployment) => Promise<void> | void;
  permissions?: PermissionsConfig;
}

/**
 * Types the settings in `harness.config.ts`: `export default defineConfig({ … })`. A plain object, or a promise of one,
 * does as well.
 */
export const defineConfig = (config: HarnessConfig): HarnessConfig => config;

const texts = v.array(v.string());
const textsByName = v.record(v.string(), v.string());
const fn = v.function();

const Schema = v.strictObject({
  app: v.optional(v.string()),
  stacks: v.optional(texts),
  context: v.optional(v.union([textsByName, fn])),
  senders: v.optional(v.union([texts, fn])),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  site: v.optional(v.strictObject({ bucket: v.string(), files: v.union([v.string(), fn]) })),
  addresses: v.optional(textsByName),
  env: v.optional(textsByName),
  beforeDeploy: v.optional(fn),
  afterDeploy: v.optional(fn),
  permissions: v.optional(
    v.strictObject({
      accepted: v.optional(
        v.array(
          v.strictObject({
            stack: v.optional(v.string()),
            owner: v.string(),
            policy: v.string(),
            element: v.picklist(["actions", "resources", "principals"]),
            value: v.string(),
            reason: v.string(),
          }),
        ),
      ),
      tlsOnly: v.optional(texts),
      exercise: v.optional(fn),
    }),
  ),
});

/**
 * Checks settings that came from a file.
 * @throws HarnessError `CONFIG_INVALID` names each setting that is wrong, and what it takes
 */
export function checkConfig(settings: unknown, file: string): HarnessConfig {
  const { success, issues } = v.safeParse(Schema, settings);
  if (success) return settings as HarnessConfig;
  const faults = issues.map((issue) => {
    const path = v.getDotPath(issue);
    const isUnknown = issue.expected === "never";
    if (!path) return `it must be an object, as defineConfig({ … }) takes it, not ${issue.received}`;
    return isUnknown
      ? `there is no setting ${path}`
      : `${path} is ${issue.received}, but must be ${issue.expected}`;
  });
  throw new HarnessError(
    "CONFIG_INVALID",
    `${file}: ${faults.join("; ")}. See HarnessConfig for all settings`,
  );
}
