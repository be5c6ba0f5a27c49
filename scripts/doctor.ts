import { type Check, type Finding, findingLines, problem } from "../harness/cli/doctor/finding.ts";
import {
  BUILD_BYTES,
  diskCheck,
  isThere,
  nodeCheck,
  npmCheck,
  packagesCheck,
  RUN_BYTES,
} from "../harness/cli/doctor/installation.ts";
import { environmentCheck, pythonCheck } from "../harness/cli/doctor/python.ts";
import { browserCheck, dockerCheck, pluginCheck, portCheck } from "../harness/cli/doctor/services.ts";
import { type EndpointOptions, endpointOf } from "../harness/cli/terminal/arguments.ts";
import { defineCommand, endpointOption, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { explain } from "../harness/cli/terminal/errors.ts";
import { ENVIRONMENT_FOLDER } from "../harness/localstack/paths.ts";
import { PROJECT_ROOT } from "./app/petcuddleotron.ts";

/** Something keeps the app from running; what it is has been told. */
class NotReadyError extends Error {
  override readonly name = "NotReadyError";
}

const command = defineCommand(
  "doctor",
  "Says whether this machine can run the app, and what to do where it cannot. Changes nothing.",
  ["npm run doctor", "npm run doctor -- --port 4570        looks at another port"],
)
  .addOption(portOption())
  .addOption(endpointOption());

await runCommand(command, async (signal) => {
  const endpoint = endpointOf(command.opts<EndpointOptions>());
  const isBuilt = await isThere(ENVIRONMENT_FOLDER);
  const checks: Check[] = [
    nodeCheck(PROJECT_ROOT),
    npmCheck(),
    packagesCheck(PROJECT_ROOT),
    pythonCheck,
    environmentCheck(),
    diskCheck(PROJECT_ROOT, isBuilt ? RUN_BYTES : BUILD_BYTES),
    portCheck(endpoint),
    pluginCheck(endpoint),
    dockerCheck,
    browserCheck,
  ];
  // side by side, but told in this order
  const examined = checks.map((check) => examine(check, signal));
  let problems = 0;
  for (const [index, { title }] of checks.entries()) {
    const finding = await examined[index];
    signal.throwIfAborted();
    if (!finding) continue;
    if (finding.state === "problem") problems += 1;
    process.stdout.write(`${findingLines(title, finding)}\n`);
  }
  if (problems > 0) throw new NotReadyError(`the app cannot run here: ${problems} problem(s), see above`);
  process.stdout.write("\nThe app can run here: npm start\n");
});

/** A check that breaks off has found a problem, too. */
async function examine(check: Check, signal: AbortSignal): Promise<Finding> {
  try {
    return await check.examine(signal);
  } catch (error) {
    return problem(`cannot be checked: ${explain(error)}`, "DEBUG=1 npm run doctor tells more");
  }
}
