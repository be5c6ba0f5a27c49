/** What the harness's commands are made of, for commands of a project's own. */
import "../core/installation/require-node.ts";

export { LocalStackGoneError, refused } from "../core/localstack-http.ts";
export { duration } from "../core/poll.ts";
export type { Step } from "../core/steps.ts";
export { oneLine } from "../core/text/printable.ts";
export { causeText } from "./activity/execution-events.ts";
export { Startup } from "./startup/startup.ts";
export { parseCount, parseEndpoint, parseSeconds } from "./terminal/arguments.ts";
export { defineCommand, runCommand } from "./terminal/command.ts";
export { explain } from "./terminal/errors.ts";
export { InterruptedError } from "./terminal/interruption.ts";
export {
  type AppOptions,
  type EndpointOptions,
  endpointOf,
  endpointOption,
  type InstanceOptions,
  portOption,
} from "./terminal/options.ts";
export { paint } from "./terminal/paint.ts";
export { act, runProgram } from "./terminal/program.ts";
export { runSteps, runUnseen } from "./terminal/steps.ts";
