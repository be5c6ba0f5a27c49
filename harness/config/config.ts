import * as v from "valibot";
import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import type { Deployed } from "../deploy/deploy.ts";
import type { WebsiteFile } from "../deploy/website.ts";
import type { AcceptedGrant } from "../permissions/grants/accepted-grant.ts";

/** The app as it is deployed, as hooks and settings get it. */
export interface Deployment extends Deployed {
  /** Where LocalStack answers. */
  endpoint: string;
}

/** What a function of the settings returns: it may be asynchronous. */
export type Returned<Value> = Value | Promise<Value>;

/** A web page to publish in a bucket of the app after each deployment. */
export interface Site {
  /** The output that holds the bucket's name. */
  bucket: string;
  /** A folder of the project, such as `dist`; or the files by key, built for this deployment. */
  files: string | ((deployment: Deployment) => Returned<Map<string, WebsiteFile>>);
}

/** Settings for the command `permissions`. */
export interface PermissionsConfig {
  /** Each with its reason. One that is needed no more is reported. */
  accepted?: readonly AcceptedGrant[];
  /** Outputs that hold names of buckets which must not be reached without TLS. */
  tlsOnly?: readonly string[];
  /**
   * Drives the whole app, so that every grant is used once.
   * @returns what went wrong, as messages
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
  context?: Record<string, string> | ((target: { endpoint: string }) => Returned<Record<string, string>>);
  /** Values of the templates' parameters, by `<name>` or `<stack id>:<name>`. Default: those of the template. */
  parameters?: Record<string, string>;
  /** Addresses or domains that SES lets send mail. Default: none. */
  senders?: readonly string[] | ((deployment: Deployment) => Returned<readonly string[]>);
  /** Port of LocalStack on this machine. Default: 4566. */
  port?: number;
  /** Default: none. */
  site?: Site;
  /** Outputs to print after a deployment, by what they are called there. Default: all that are addresses. */
  addresses?: Record<string, string>;
  /** Variables for LocalStack. Default: none. */
  env?: Record<string, string>;
  /** Called when LocalStack answers, before the deployment. */
  beforeDeploy?: (target: { endpoint: string }) => Returned<void>;
  /** Called after the deployment, the senders and the site. */
  afterDeploy?: (deployment: Deployment) => Returned<void>;
  permissions?: PermissionsConfig;
}

/**
 * Types the settings in `harness.config.ts`: `export default defineConfig({ … })`. A plain object, or a promise of one,
 * works, too.
 */
export const defineConfig = (config: HarnessConfig): HarnessConfig => config;

/** Settings of this level and no others: a misspelt one would be ignored. */
const settings = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ path }) => {
    const names = Object.keys(entries);
    const near = didYouMean(String(path?.at(-1)?.key), names);
    return near || `, only ${names.join(", ")}`;
  });

// the messages complete "… but must be"
const text = v.string("a string");
const texts = v.array(text, "a list of strings");
const textsByName = v.record(text, text, "an object of strings");
const fn = v.function("a function");
const PORT = "a port number from 0 to 65535";

const Schema = settings({
  app: v.optional(text),
  stacks: v.optional(texts),
  context: v.optional(v.union([textsByName, fn], "an object of strings, or a function that returns one")),
  parameters: v.optional(textsByName),
  senders: v.optional(v.union([texts, fn], "a list of strings, or a function that returns one")),
  port: v.optional(v.pipe(v.number(PORT), v.integer(PORT), v.minValue(0, PORT), v.maxValue(65_535, PORT))),
  site: v.optional(
    settings({
      bucket: text,
      files: v.union([text, fn], "the path of a folder, or a function that returns the files"),
    }),
  ),
  addresses: v.optional(textsByName),
  env: v.optional(textsByName),
  beforeDeploy: v.optional(fn),
  afterDeploy: v.optional(fn),
  permissions: v.optional(
    settings({
      accepted: v.optional(
        v.array(
          settings({
            stack: v.optional(text),
            owner: text,
            policy: text,
            element: v.picklist(["actions", "resources", "principals"], "actions, resources or principals"),
            value: text,
            reason: text,
          }),
          "a list of grants",
        ),
      ),
      tlsOnly: v.optional(texts),
      exercise: v.optional(fn),
    }),
  ),
});

/** What the functions among the settings return, by their names. */
export const RESULTS: Record<string, v.GenericSchema & { message: unknown }> = {
  context: textsByName,
  senders: texts,
  "site.files": v.instance(Map, "a Map of files by key"),
  "permissions.exercise": texts,
};

/**
 * Checks settings that came from a file.
 * @throws HarnessError `CONFIG_INVALID` names each setting that is wrong, and what it takes
 */
export function checkConfig(given: unknown, file: string): HarnessConfig {
  // to the schema a list is an object, too
  const { success, issues } = v.safeParse(Schema, Array.isArray(given) ? "a list" : given);
  if (success) return given as HarnessConfig;
  throw new HarnessError("CONFIG_INVALID", `${file}: ${issues.map(faultOf).join("; ")}`);
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (!path)
    return `its default export must be an object, as defineConfig({ … }) takes it, not ${issue.received}`;
  if (issue.expected === "never") return `there is no setting ${path}${issue.message}`;
  if (issue.type === "strict_object")
    return issue.received === "undefined"
      ? `${path} is missing`
      : `${path} is ${issue.received}, but must be an object`;
  return `${path} is ${issue.received}, but must be ${issue.message}`;
}
