import { Command } from "commander";
import { runProgram } from "localstack-harness/cli";
import { define as console_ } from "./bench/console.ts";
import { define as consoleLoad } from "./bench/console-load/bench.ts";
import { define as overload } from "./bench/overload.ts";
import { define as pacing } from "./bench/pacing.ts";
import { define as peers } from "./bench/peers/bench.ts";
import { define as recorder } from "./bench/recorder.ts";
import { define as reload } from "./bench/reload.ts";
import { define as targets } from "./bench/targets.ts";

const program = new Command("bench")
  .usage("[what] [options]")
  .description("Measures the app. Without a name: compares with another emulator of AWS.")
  .exitOverride();
for (const [name, define] of Object.entries({
  peers,
  targets,
  pacing,
  recorder,
  console: console_,
  "console-load": consoleLoad,
  overload,
  reload,
})) {
  const command = new Command(name);
  define(command);
  program.addCommand(command, { isDefault: name === "peers" });
}
await runProgram(program);
