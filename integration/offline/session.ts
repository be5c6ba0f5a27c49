/**
 * `node session.ts <port>`: runs the commands of the app on LocalStack one after another, on this port. Prints one JSON
 * object: how each command ended, and the AWS accounts of the calls that LocalStack received.
 */
import { once } from "node:events";
import { execa } from "execa";
import { stackOutputs } from "localstack-harness";
import { readCalls } from "localstack-harness/permissions";
import { reminderRequest } from "../../functions/reminder.fixture.ts";

const port = process.argv[2] ?? "";
const endpoint = `http://localhost:${port}`;

/** How a command ended, with its output if it failed. */
type Outcome = number | { exitCode: number; output: string };

const HARNESS = "harness/cli/bin.mjs";
const outcomes: Record<string, Outcome> = {};

/** Runs a command of the harness, or a script of this app. */
async function run(name: string, ...args: string[]): Promise<void> {
  const command = name === "redrive" ? ["scripts/redrive.ts"] : [HARNESS, name];
  const { exitCode = 1, all } = await execa(process.execPath, [...command, ...args], {
    all: true,
    reject: false,
  });
  outcomes[name] = exitCode === 0 ? 0 : { exitCode, output: all };
}

/** Runs `start` until it follows the app, and then presses Ctrl-C. */
async function start(): Promise<void> {
  const command = execa(process.execPath, [HARNESS, "start", "--port", port], {
    all: true,
    reject: false,
    buffer: false,
  });
  let output = "";
  command.all.on("data", (chunk) => {
    output += chunk;
    if (output.includes("Executions and mails:")) command.kill("SIGINT");
  });
  await once(command.all, "end");
  const { exitCode = 1 } = await command;
  outcomes.start = exitCode === 130 ? 0 : { exitCode, output };
}

async function remind(): Promise<void> {
  const { ApiUrl } = await stackOutputs(endpoint, "PetCuddleOTron");
  const body = JSON.stringify(reminderRequest({ waitSeconds: 0 }));
  const headers = { "content-type": "application/json" };
  const { status } = await fetch(`${ApiUrl}/petcuddleotron`, { method: "POST", headers, body });
  outcomes.reminder = status === 202 ? 0 : { exitCode: 1, output: `${status}` };
}

let accounts: string[] = [];
await run("doctor");
await run("up", "--port", port);
try {
  await run("deploy", "--port", port);
  await start();
  await remind();
  await run("inbox", "--port", port);
  await run("redrive", "--port", port);
  await run("permissions", "--endpoint", endpoint);
  const { calls } = await readCalls(endpoint);
  // LocalStack keeps the code of functions in a separate account
  accounts = [...new Set(calls.filter(({ internal }) => !internal).map(({ account }) => account))];
} finally {
  await run("down", "--port", port);
}
console.log(JSON.stringify({ outcomes, accounts }));
