import { execa } from "execa";
import { startLocalStack } from "localstack-harness";
import { settleEnvironment } from "localstack-harness/aws";
import { defineCommand, runCommand, runSteps, type Step } from "localstack-harness/cli";
import { PROJECT_ROOT } from "./app/petcuddleotron.ts";
import { remains } from "./aws/remains.ts";

const ACCOUNT = "123456789012";
const OTHER_ACCOUNT = "999999999999";
const REGION = "eu-west-1";
const SENDER = "you@example.com";

interface RunOptions {
  /** The exit code that it should end with. */
  expect?: number;
  /** Whose credentials it has. */
  as?: string;
  env?: Record<string, string>;
  /** Text of its output at which it gets a SIGINT. */
  interruptAt?: string;
}

/** A part of the trial did not do what it should. */
class TrialFailedError extends Error {
  override readonly name = "TrialFailedError";
}

const command = defineCommand(
  "try:aws",
  "Tries the way to AWS on an emulator that is not LocalStack: deploy, refuse, test, remove.",
  ["npm run try:aws"],
);

await runCommand(command, async (signal) => {
  const env = { MINISTACK_ACCOUNT_ID: ACCOUNT, MINISTACK_REGION: REGION };
  await using emulator = await startLocalStack({ target: "ministack", port: 0, env, signal });
  await runSteps(trial(emulator.endpoint, signal));
});

function trial(endpoint: string, signal: AbortSignal): Step[] {
  const account = { account: ACCOUNT, region: REGION, endpoint };
  const where = ["--account", ACCOUNT, "--region", REGION, "--endpoint", endpoint];
  /** Runs it as a user with the credentials of the account, or of another one, who may press Ctrl-C. */
  const run = async (file: string, args: string[], options: RunOptions = {}) => {
    const { expect = 0, as = ACCOUNT, env = {}, interruptAt } = options;
    const running = execa("node", [file, ...args], {
      cwd: PROJECT_ROOT,
      env: { AWS_ACCESS_KEY_ID: as, AWS_SECRET_ACCESS_KEY: "test", NO_COLOR: "1", ...env },
      all: true,
      reject: false,
      stdin: "ignore",
      cancelSignal: signal,
    });
    if (interruptAt !== undefined) {
      running.all.on("data", (text) => String(text).includes(interruptAt) && running.kill("SIGINT"));
    }
    const { exitCode, all } = await running;
    signal.throwIfAborted();
    if (exitCode !== expect)
      throw new TrialFailedError(`${file} ended with ${exitCode}, not with ${expect}:\n${all}`);
    return all;
  };
  const deploy = (...more: string[]): [string, string[]] => [
    "scripts/deploy-aws.ts",
    [...where, "--sender", SENDER, ...more],
  ];
  const expectText = (text: string, pattern: RegExp) => {
    if (!pattern.test(text)) throw new TrialFailedError(`expected ${pattern} in:\n${text}`);
  };
  const expectNothing = async () => {
    settleEnvironment(account, Object.assign(process.env, { AWS_ACCESS_KEY_ID: ACCOUNT }));
    const left = await remains(account);
    if (left.length > 0) throw new TrialFailedError(`left behind: ${left.join(", ")}`);
  };
  return [
    {
      title: "Another account's credentials are refused",
      run: async () => {
        expectText(
          await run(...deploy("--yes"), { expect: 1, as: OTHER_ACCOUNT }),
          /belong to account 999999999999, not to 123456789012.*Nothing was changed/s,
        );
        return undefined;
      },
    },
    {
      title: "Without a yes nothing is made",
      run: async () => {
        expectText(await run(...deploy(), { expect: 1 }), /no way to ask.*Nothing was changed/s);
        await expectNothing();
        return undefined;
      },
    },
    {
      title: "Deploy",
      run: async () => {
        expectText(
          await run(...deploy("--mail-events", "--yes")),
          /\d+ to add, 0 to change, 0 to remove.*\n {2}Site /s,
        );
        return undefined;
      },
    },
    {
      title: "Deploy again: nothing changes",
      run: async () => {
        expectText(await run(...deploy("--mail-events", "--yes")), /Deploy the stack: unchanged/);
        return undefined;
      },
    },
    {
      title: "The end-to-end suites",
      run: async () => {
        // CI counts tests where they run on LocalStack: many are skipped here, and say why
        const env = { TARGET: "aws", ACCOUNT, REGION, ENDPOINT: endpoint, CI: "" };
        const output = await run("node_modules/vitest/vitest.mjs", ["run", "--project", "e2e"], { env });
        return /Tests +(.*)/.exec(output)?.[1];
      },
    },
    {
      title: "Look for reminders that failed",
      run: async () => {
        expectText(await run("scripts/redrive-aws.ts", [...where, "--list"]), /nothing to redrive/);
        return undefined;
      },
    },
    {
      title: "Remove",
      run: async () => {
        const args = [...where, "--yes"];
        expectText(await run("scripts/destroy-aws.ts", args), /Everything is removed/);
        await expectNothing();
        expectText(await run("scripts/destroy-aws.ts", args), /nothing to remove/);
        expectText(await run("scripts/redrive-aws.ts", where, { expect: 1 }), /no stack PetCuddleOTron/);
        return undefined;
      },
    },
    {
      title: "A change set that is not confirmed is removed",
      run: async () => {
        expectText(
          await run(...deploy(), { expect: 1 }),
          /to add, 0 to change.*no way to ask.*the change set was removed/s,
        );
        await expectNothing();
        return undefined;
      },
    },
    {
      title: "An interruption leaves nothing, and says so",
      run: async () => {
        expectText(
          await run(...deploy("--yes"), { expect: 130, interruptAt: "creating CloudFormation changeset" }),
          /interrupted by SIGINT\nNothing was changed/,
        );
        await expectNothing();
        return undefined;
      },
    },
  ];
}
