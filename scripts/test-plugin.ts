import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { defineCommand, runCommand } from "../harness/cli/terminal/command.ts";
import { functionsNode } from "../harness/localstack/process/node-runtime.ts";
import { ensureEnvironment } from "../harness/localstack/python/venv.ts";
import { embeddedEnvironment, HOME, TEMPORARY } from "../harness/localstack/variables.ts";
import { PROJECT_ROOT } from "./app/petcuddleotron.ts";

/** LocalStack's modules require a port, although no test listens on it. */
const ANY_PORT = 4566;
const PLUGIN = join(PROJECT_ROOT, "harness", "localstack", "plugin");

const command = defineCommand(
  "test:plugin",
  "Runs the plugin's unit tests in LocalStack's Python environment, and builds the environment if it is missing.",
  [
    "npm run test:plugin                  all tests",
    "npm run test:plugin -- -v -k clock   tests with clock in their name, listed by name",
  ],
)
  .argument("[options...]", "options of python -m unittest discover")
  .allowUnknownOption();

await runCommand(command, async (signal) => {
  const python = await ensureEnvironment({ onProgress: (step) => console.log(step), signal });
  const folder = await mkdtemp(join(tmpdir(), "plugin-tests-"));
  try {
    for (const name of [HOME, TEMPORARY]) await mkdir(join(folder, name));
    const node = await functionsNode();
    const { exitCode } = await execa(
      python,
      ["-m", "unittest", "discover", "-t", PLUGIN, "-s", PLUGIN, ...command.args],
      {
        // as LocalStack starts with, without the user's variables
        env: embeddedEnvironment({ port: ANY_PORT, folder, node, plugin: PLUGIN, lifeline: false }),
        extendEnv: false,
        cwd: folder,
        stdio: "inherit",
        reject: false,
        cancelSignal: signal,
      },
    );
    signal.throwIfAborted();
    process.exitCode = exitCode ?? 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
