import { type CommandModule, newCommand, newProgram, runProgram } from "./terminal/program.ts";

/** Every command, with what `--help` says of it; a command's own code is loaded when it is called. */
const COMMANDS: Record<string, { summary: string; load: () => Promise<CommandModule> }> = {
  init: { summary: "adds the harness to a CDK project", load: () => import("./init/init.ts") },
  start: { summary: "runs the app on LocalStack until Ctrl-C", load: () => import("./start.ts") },
  dev: { summary: "runs the app, and brings each change to it", load: () => import("./dev.ts") },
  up: { summary: "runs the app on LocalStack in the background", load: () => import("./up.ts") },
  down: { summary: "stops what up started", load: () => import("./down.ts") },
  deploy: { summary: "deploys the app into a running LocalStack", load: () => import("./deploy.ts") },
  console: { summary: "opens the console: what happened, in a browser", load: () => import("./console.ts") },
  inbox: { summary: "shows the mails that LocalStack captured", load: () => import("./inbox.ts") },
  executions: { summary: "shows what the state machines did", load: () => import("./executions.ts") },
  logs: { summary: "shows what functions and state machines wrote", load: () => import("./logs.ts") },
  permissions: {
    summary: "compares the app's policies with what ran",
    load: () => import("./permissions.ts"),
  },
  lint: { summary: "lints the app's templates with cfn-lint", load: () => import("./lint/lint.ts") },
  doctor: { summary: "says what is missing on this machine", load: () => import("./doctor/doctor.ts") },
};

/** Runs the command that the user typed, and sets the exit code. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  const program = newProgram();
  const called = argv[2] === "help" ? argv[3] : argv[2];
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = newCommand(name).summary(summary).description(summary);
    if (name === called) (await load()).define(command);
    program.addCommand(command);
  }
  await runProgram(program, argv);
}
