import { createRequire } from "node:module";
import { devNull } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { REGION } from "../aws/client-config.ts";
import { HarnessError, hasCode } from "../core/errors.ts";
import { diskError, fullDisk } from "../core/files/file-errors.ts";
import { temporaryFolder } from "../core/files/temporary-folder.ts";
import { missingPackageIn } from "../core/installation/missing-package.mjs";
import { addCommand, execCommand } from "../core/installation/package-manager.mjs";
import { assertPeers, manifestOf } from "../core/installation/peers.ts";
import { bypassProxy } from "../core/loopback.ts";
import { type RunResult, run } from "../localstack/process/supervised-command.ts";

export interface CdklocalOptions {
  endpoint: string;
  /** The project: the CLI runs there, and finds its `cdk.json`. */
  root: string;
  /** For everything that the CLI writes, instead of `cdk.out`, so that several can run at the same time. */
  folder: string;
  /** Twelve digits, and the region: for stacks without an environment. */
  account?: string;
  region?: string;
  /** Variables for the CLI, and so for the app. */
  variables?: Record<string, string> | undefined;
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

const require = createRequire(import.meta.url);

/** Where it is missing, this says so before LocalStack starts. */
const CDKLOCAL = join(dirname(require.resolve("aws-cdk-local/package.json")), "bin", "cdklocal");

/** No prompts, no requests to the internet, no colours, and all output on one stream. */
const FLAGS = ["--no-notices", "--no-version-reporting", "--no-color", "--ci"];

/**
 * Runs `cdklocal`, LocalStack's wrapper of the CDK CLI, in a project. Its environment leads to LocalStack only.
 * @throws HarnessError `PEER_MISSING`, `DISK_FULL`, `NOT_WRITABLE`, `CDKLOCAL_FAILED`; the signal's reason
 */
export async function runCdklocal(args: readonly string[], options: CdklocalOptions): Promise<RunResult> {
  const { root, folder, signal } = options;
  assertPeers(root);
  // the CDK and its bundlers also write to the system's temporary folder
  const temporary = await temporaryFolder();
  const result = await run(process.execPath, [CDKLOCAL, ...args, ...FLAGS, "--output", folder], {
    env: cdklocalEnvironment(options),
    cwd: root,
    signal,
  });
  if (result.exitCode === 0) return result;
  const disk = diskError(folder, result.output);
  if (hasCode(disk, "DISK_FULL")) throw (await fullDisk(temporary)) ?? disk;
  throw cdklocalError(args[0] ?? "", result);
}

function cdklocalError(command: string, { exitCode, output }: RunResult): HarnessError {
  if (/\bENOENT\b.*\/manifest\.json'/.test(output)) return noAssembly();
  const said = failureText(output, exitCode);
  return new HarnessError(
    "CDKLOCAL_FAILED",
    command === "synth"
      ? `the CDK app does not synthesise: ${said}\n(${execCommand("cdk synth")} shows all of its output)`
      : `cdklocal ${command} failed: ${said}`,
  );
}

export const noAssembly = (): HarnessError =>
  new HarnessError(
    "CDKLOCAL_FAILED",
    "the CDK app ended without a cloud assembly: create its stacks in an App of aws-cdk-lib, in the file that the app's command runs",
  );

/** What a failed command says is wrong; of one that says nothing, how it ended. */
export const failureText = (output: string, exitCode: number | "none"): string =>
  essence(output) || `exit code ${exitCode}, without output`;

/** What a failed command says is wrong: no stack frames, no source line with its caret, no progress. */
export function essence(output: string): string {
  const missing = missingPackageIn(output);
  if (missing) return `the package ${missing} is not installed: ${addCommand([missing])}`;
  const lines = output
    .replace(PROPERTIES, "$1")
    .split("\n")
    .map((line) => line.trimEnd());
  const shown = lines
    .filter(
      (line, at) =>
        line.trim() !== "" &&
        !NOISE.some((pattern) => pattern.test(line)) &&
        !/^\s*\^+\s*$/.test(lines[at + 1] ?? ""),
    )
    .map((line) => line.replace(/, bundle output is located at [^:]*/, ""));
  const firstOf = (pattern: RegExp) =>
    lines.map((line) => pattern.exec(line)?.[1]).find((path) => path && !path.includes("node_modules"));
  // no frame is in a file that cannot be read
  const isUnreadable = shown.some((line) => /^SyntaxError\b/.test(line));
  const place = (isUnreadable && firstOf(HEADER)) || firstOf(FRAME);
  const text = shown.slice(-MOST_LINES).join("\n").trim();
  return place ? `${text}\n(${place.replace("file://", "")})` : text;
}

const MOST_LINES = 20;

/** What Node.js writes of an error after its stack: `{ code: … }`. */
const PROPERTIES = /^(\s+at .*) \{\n(?:[ \t].*\n)*\}$/gm;

const FRAME = /^\s+at (?:.*[ (])?((?:file:\/\/)?\/[^\s()]+:\d+:\d+)\)?$/;
/** What Node.js writes above the source line of an error. */
const HEADER = /^((?:file:\/\/)?\/.*:\d+)$/;

const NOISE = [
  // of Node.js
  /^\s+at /,
  /^(Node\.js v\d|node:internal)/,
  /^\s+triggerUncaughtException\($/,
  /^(file:\/\/)?\/.*:\d+$/,
  /^\s*\^+\s*$/,
  // of the CDK: progress, the construct of an error and how the app ended
  /^(.+: )?Subprocess exited with error/,
  /^Bundling asset /,
  /^\s+(\.{3,}[\w.-]+\.\.\.$|\(no user code in )/,
  /^(Relates to construct:$|\s+(<\.>|└─) )/,
  // of esbuild
  /^⚡ Done in /,
  /^ {2}\S+ {2}\d+(\.\d+)?[kmg]?b\b/,
];

/** What would lead to an AWS account or to another LocalStack, or is set by the harness, the CDK or vitest. */
const DROPPED =
  /^(AWS_|LOCALSTACK_|VITEST)|^(EDGE_PORT|USE_SSL|LAMBDA_MOUNT_CODE|BUCKET_MARKER_LOCAL)$|^CDK_(DEFAULT_ACCOUNT|DEFAULT_REGION|PROFILE|ROLE_ARN|EC2CREDS|OUTPUT|OUTDIR|CONTEXT_JSON|ERROR_FILE|LIVE)$/i;

/**
 * The user's environment, as an app gets it from `cdk deploy` (own variables, `NODE_ENV`, `NODE_OPTIONS`, a proxy for
 * its bundlers), except for what would lead past LocalStack.
 * @param users the environment that the user's command was called in
 */
export function cdklocalEnvironment(
  { endpoint, root, folder, account, region = REGION, variables }: CdklocalOptions,
  users: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(users))
    if (value !== undefined && !DROPPED.test(name)) kept[name] = value;
  // vitest sets these: a deployment by a test run is that of the command
  if (users.VITEST) {
    delete kept.TEST;
    if (kept.NODE_ENV === "test") delete kept.NODE_ENV;
  }
  bypassProxy(kept);
  const aws = {
    // LocalStack takes the account from here
    AWS_ACCESS_KEY_ID: account ?? "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    ...kept,
    ...aws,
    // cdklocal removes every other AWS_* variable
    AWS_ENVAR_ALLOWLIST: Object.keys(aws).join(","),
    AWS_ENDPOINT_URL: endpoint,
    // by an address: before a name, some versions of the CLI put the bucket of assets, and the name does not resolve
    AWS_ENDPOINT_URL_S3: endpoint.replace("//localhost:", "//127.0.0.1:"),
    // the CLI caches accounts in the user's home
    CDK_HOME: join(dirname(folder), "cdk"),
    // the CLI starts itself, and apps, as `node`
    PATH: [dirname(process.execPath), join(root, "node_modules", ".bin"), users.PATH]
      .filter(Boolean)
      .join(delimiter),
    // cdklocal looks for the project's CLI from its own folder
    NODE_PATH: [dirname(dirname(manifestOf(root, "aws-cdk") ?? root)), users.NODE_PATH]
      .filter(Boolean)
      .join(delimiter),
    // the CLI and the CDK are megabytes of JavaScript
    NODE_COMPILE_CACHE: join(dirname(folder), "cdk", "compiled"),
    CDK_DISABLE_CLI_TELEMETRY: "true",
    CDK_DISABLE_VERSION_CHECK: "1",
    // validation is for deployments to AWS, and takes half of the synthesis
    CDK_VALIDATION: "false",
    ...variables,
  };
}
