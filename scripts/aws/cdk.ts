import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { STACK_NAME } from "../app/petcuddleotron.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The AWS CDK's command line failed. */
export class CdkFailedError extends Error {
  override readonly name = "CdkFailedError";

  constructor(command: string, output: string) {
    super(`cdk ${command} failed: ${reason(output)}`);
  }
}

export interface CdkOptions {
  /** Each line that it prints. */
  onLine: (line: string) => void;
  signal: AbortSignal;
}

/** What goes to the stack as `-c name=value`. */
export type Context = Record<string, string>;

const contextArguments = (context: Context): string[] =>
  Object.entries(context).flatMap(([name, value]) => ["--context", `${name}=${value}`]);

/** Uploads what the stack is made of and lets CloudFormation compute the changes; makes none. */
export const prepareChangeSet = (changeSet: string, context: Context, output: string, options: CdkOptions) =>
  cdk(
    [
      "deploy",
      STACK_NAME,
      "--app",
      "node stack/app.ts",
      "--output",
      output,
      "--method",
      "prepare-change-set",
    ].concat(["--change-set-name", changeSet, "--require-approval", "never"], contextArguments(context)),
    options,
  );

/** Makes the changes of a prepared change set and waits for their end. */
export const executeChangeSet = (changeSet: string, output: string, options: CdkOptions) =>
  cdk(
    [
      "deploy",
      STACK_NAME,
      "--app",
      output,
      "--method",
      "execute-change-set",
      "--change-set-name",
      changeSet,
    ].concat(["--require-approval", "never", "--progress", "events"]),
    options,
  );

/** Makes the bucket and the roles that the CDK deploys with (`CDKToolkit`), once for an account and Region. */
export const bootstrap = (account: string, region: string, options: CdkOptions) =>
  cdk(["bootstrap", `aws://${account}/${region}`], options);

/** Removes the stack and waits for its end. */
export const destroy = (context: Context, output: string, options: CdkOptions) =>
  cdk(
    ["destroy", STACK_NAME, "--app", "node stack/app.ts", "--output", output, "--force"].concat(
      contextArguments(context),
    ),
    options,
  );

async function cdk(args: string[], { onLine, signal }: CdkOptions): Promise<void> {
  signal.throwIfAborted();
  const run = execa("cdk", [...args, "--no-notices", "--no-color", "--ci"], {
    cwd: ROOT,
    preferLocal: true,
    localDir: ROOT,
    stdin: "ignore",
    all: true,
    reject: false,
    // CloudFormation continues without the CLI
    cancelSignal: signal,
    env: { CDK_DISABLE_CLI_TELEMETRY: "true" },
  });
  for await (const line of run.iterable({ from: "all" })) {
    const progress = progressOf(line);
    if (progress) onLine(progress);
  }
  const { failed, all } = await run;
  signal.throwIfAborted();
  if (failed) throw new CdkFailedError(args[0] ?? "", all);
}

/** `PetCuddleOTron | 12/70 | 4:10:23 PM | CREATE_COMPLETE | AWS::S3::Bucket | Site/Bucket (SiteBucket978D4AEB)` */
const EVENT = /\| +(\d+)\/(\d+) +\| [^|]* \| +([A-Z_]+) +\| +(\S+) +\| (.*)/;
/** Other lines that are shown: starts and errors, but no asset by its name. */
const SHOWN = /: (creating|deploying|destroying)|✨ Synth|❌|^error|\b(failed|denied)\b/i;
/** A step of a hundred resources shows about ten lines. */
const SHOW_EACH = 10;

/** Progress and errors in a line that the CDK prints; `undefined` for other lines. */
export function progressOf(line: string): string | undefined {
  const text = line.trim();
  const [, done, all, status = "", type, name] = EVENT.exec(text) ?? [];
  if (done === undefined) return SHOWN.test(text) ? text : undefined;
  if (status.endsWith("_FAILED")) return `${status}: ${type} ${name}`;
  return Number(done) % SHOW_EACH === 0 || done === all ? `${done} of ${all} resources` : undefined;
}

/** The lines in which the CDK says what went wrong, without the table of events and the stack trace. */
function reason(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !/^at |\| \d+\/\d+ \|/.test(line));
  const said = lines.filter((line) => /❌|‣|error|fail|denied|not authorized/i.test(line));
  return (said.length ? said : lines).slice(-5).join("; ") || "it says nothing";
}
