import { devNull } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { REGION } from "../aws/client-config.ts";
import { LOCALSTACK_FOLDER, PROJECT_ROOT } from "../localstack/paths.ts";
import { type RunResult, run } from "../localstack/process/supervised-command.ts";

export interface CdklocalOptions {
  endpoint: string;
  /** What the CLI writes goes there, and to no `cdk.out`: several may run at once. */
  folder: string;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
}

const CDKLOCAL = join(PROJECT_ROOT, "node_modules", "aws-cdk-local", "bin", "cdklocal");

/**
 * Runs `cdklocal`, LocalStack's wrapper of the CDK's command line, in the checkout and in an environment in which it
 * can reach LocalStack only.
 */
export function cdklocal(args: readonly string[], options: CdklocalOptions): Promise<RunResult> {
  const { endpoint, folder, signal, onLine } = options;
  return run(process.execPath, [CDKLOCAL, ...args, ...FLAGS, "--output", folder], {
    env: cdklocalEnvironment(endpoint),
    cwd: PROJECT_ROOT,
    signal,
    ...(onLine && { onLine }),
  });
}

/** No question, no news from the internet, no colours, and everything on one stream. */
const FLAGS = ["--no-notices", "--no-version-reporting", "--no-color", "--ci"];

/** What would lead to an AWS account, to another LocalStack or past it, or change what the CDK does. */
const DROPPED =
  /^(AWS_|CDK_|LOCALSTACK_|npm_|NODE_)|^(EDGE_PORT|USE_SSL|LAMBDA_MOUNT_CODE|BUCKET_MARKER_LOCAL|HOME)$|^(https?|all|ftp)_proxy$/i;

export function cdklocalEnvironment(
  endpoint: string,
  persons: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept = Object.entries(persons).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !DROPPED.test(entry[0]),
  );
  const aws = {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    ...Object.fromEntries(kept),
    ...aws,
    // cdklocal removes every other AWS_* variable
    AWS_ENVAR_ALLOWLIST: Object.keys(aws).join(","),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    // no ~/.cdk.json, and no accounts remembered there
    HOME: join(LOCALSTACK_FOLDER, "cdk"),
    // the CLI starts itself, and apps, as `node`
    PATH: [dirname(process.execPath), join(PROJECT_ROOT, "node_modules", ".bin"), persons.PATH].join(
      delimiter,
    ),
    // the CLI and the CDK are megabytes of JavaScript
    NODE_COMPILE_CACHE: join(LOCALSTACK_FOLDER, "cdk", "compiled"),
    CDK_DISABLE_CLI_TELEMETRY: "true",
    CDK_DISABLE_VERSION_CHECK: "1",
    // its rules are for AWS and are checked where the template for AWS is; here they take half of the synthesis
    CDK_VALIDATION: "false",
  };
}
