import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { defineCommand, runCommand } from "../cli/terminal/command.ts";
import { PLUGIN_FOLDER, PROJECT_ROOT } from "../localstack/paths.ts";
import { functionsNode } from "../localstack/process/node-runtime.ts";
import { pythonOf } from "../localstack/python/install.ts";
import { ensureLocalStackVenv } from "../localstack/python/localstack-venv.ts";
import { embeddedEnvironment, HOME, TEMPORARY } from "../localstack/variables.ts";

/** LocalStack's modules require a port, although no test listens on it. */
const ANY_PORT = 4566;

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
  const venv = await ensureLocalStackVenv({ onProgress: (step) => console.log(step), signal });
  const folder = await mkdtemp(join(tmpdir(), "plugin-tests-"));
  try {
    for (const name of [HOME, TEMPORARY]) await mkdir(join(folder, name));
    const node = await functionsNode();
    const { exitCode } = await execa(
      pythonOf(venv),
      ["-m", "unittest", "discover", "-t", PLUGIN_FOLDER, "-s", PLUGIN_FOLDER, ...command.args],
      {
        // as LocalStack starts with, without the user's variables
        env: embeddedEnvironment({
          port: ANY_PORT,
          folder,
          node,
          plugin: PLUGIN_FOLDER,
          project: PROJECT_ROOT,
          lifeline: false,
        }),
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
