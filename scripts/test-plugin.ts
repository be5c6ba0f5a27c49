import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { defineCommand, runCommand } from "../harness/cli/terminal/command.ts";
import { functionsNode } from "../harness/localstack/process/node-runtime.ts";
import { ensureEnvironment } from "../harness/localstack/python/venv.ts";
import { embeddedEnvironment, HOME, TEMPORARY } from "../harness/localstack/variables.ts";
import { PROJECT_ROOT } from "./app/petcuddleotron.ts";

/** No test of the plugin listens; but LocalStack's modules want to know a port. */
const ANY_PORT = 4566;
const PLUGIN = join(PROJECT_ROOT, "harness", "localstack", "plugin");

const command = defineCommand(
  "test:plugin",
  "Runs the plugin's unit tests on the Python environment that LocalStack runs in, and builds that if it is not there.",
  [
    "npm run test:plugin                  all of them",
    "npm run test:plugin -- -v -k clock   those with clock in their name, each with its name",
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
        // the one in which the plugin is used; nothing of the person's
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
