import { join } from "node:path";
import { execa } from "execa";
import { defineCommand, runCommand } from "../cli/terminal/command.ts";
import { LOCALSTACK_FOLDER, PLUGIN_FOLDER, PROJECT_ROOT } from "../localstack/paths.ts";
import { pythonOf } from "../localstack/python/install.ts";
import { ensureLocalStackVenv } from "../localstack/python/localstack-venv.ts";
import { ensureVenv } from "../localstack/python/venv.ts";

const TOOLS = {
  title: "check-plugin",
  requirements: join(import.meta.dirname, "check-plugin", "requirements.txt"),
};
const SETTINGS = join(PROJECT_ROOT, "harness", "pyproject.toml");
const EMULATORS = join(PROJECT_ROOT, "harness", "localstack", "emulators");
const CACHE = join(LOCALSTACK_FOLDER, "check-plugin-cache");

const command = defineCommand(
  "check:plugin",
  "Checks the plugin's Python: format and style (ruff), types (mypy) and import rules (import-linter). The first run installs these.",
  [
    "npm run check:plugin            all of them",
    "npm run check:plugin -- --fix   after formatting, and fixing what ruff can fix",
  ],
).option("--fix", "format the files and fix what can be fixed first");

await runCommand(command, async (signal) => {
  const onProgress = (step: string) => console.log(step);
  const python = pythonOf(await ensureLocalStackVenv({ onProgress, signal }));
  const bin = join(await ensureVenv({ ...TOOLS, onProgress, signal }), "bin");
  const run = async (title: string, tool: string, ...args: string[]) => {
    const { exitCode, all } = await execa(join(bin, tool), args, {
      all: true,
      cancelSignal: signal,
      cwd: PROJECT_ROOT,
      env: { PYTHONPATH: PLUGIN_FOLDER },
      reject: false,
    });
    signal.throwIfAborted();
    console.log(`${title}: ${exitCode === 0 ? "nothing found" : `exit code ${exitCode}\n${all}`}`);
    if (exitCode !== 0) process.exitCode = 1;
  };

  const ruff = ["--config", SETTINGS, "--no-cache", PLUGIN_FOLDER, EMULATORS];
  const mypy = ["--config-file", SETTINGS, "--cache-dir", join(CACHE, "mypy"), "--python-executable", python];
  const imports = [SETTINGS, "--no-logo", "--cache-dir", join(CACHE, "import-linter")];
  if (command.opts<{ fix?: boolean }>().fix) {
    await run("fixes", "ruff", "check", "--fix", ...ruff);
    await run("formatting", "ruff", "format", ...ruff);
  }
  await Promise.all([
    run("style", "ruff", "check", ...ruff),
    run("format", "ruff", "format", "--check", ...ruff),
    run("types", "mypy", ...mypy),
    run("imports", "lint-imports", ...imports),
  ]);
});
