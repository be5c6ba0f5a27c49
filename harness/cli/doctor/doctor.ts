import type { Command } from "commander";
import { loadProject } from "../../config/load.ts";
import { HarnessError } from "../../core/errors.ts";
import { printableJson } from "../../core/text/printable.ts";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import { DEFAULT_PORT } from "../../localstack/port.ts";
import { explain } from "../terminal/errors.ts";
import { invocation } from "../terminal/invocation.ts";
import {
  type EndpointOptions,
  endpointOf,
  endpointOption,
  examples,
  portOption,
} from "../terminal/options.ts";
import { act } from "../terminal/program.ts";
import { type Check, type Finding, findingLines, problem } from "./finding.ts";
import { diskCheck, nodeCheck, RUN_BYTES } from "./installation.ts";
import { managerCheck, packagesCheck } from "./packages.ts";
import { peersCheck, projectCheck } from "./project.ts";
import { environmentCheck, pythonCheck } from "./python.ts";
import { browserCheck, dockerCheck, pluginCheck, portCheck } from "./services.ts";

export function define(command: Command): void {
  command
    .description(
      "Says whether this machine and this project can run the app, and what to do. Changes nothing.",
    )
    .option("-j, --json", "an array with an object for each check")
    .addOption(portOption())
    .addOption(endpointOption());
  examples(command, [
    ["", ""],
    ["--port 4570", "looks at another port"],
  ]);
  act(command, doctor);
}

async function doctor(
  signal: AbortSignal,
  { json, ...where }: EndpointOptions & { json?: true },
): Promise<void> {
  // a project that cannot be loaded is a finding, not the end
  const port = await loadProject(PROJECT_ROOT).then(
    ({ config }) => config.port,
    () => DEFAULT_PORT,
  );
  const endpoint = endpointOf(where, port);
  const checks: Check[] = [
    nodeCheck(PROJECT_ROOT),
    managerCheck(),
    packagesCheck(PROJECT_ROOT),
    projectCheck(PROJECT_ROOT),
    peersCheck(PROJECT_ROOT),
    pythonCheck,
    environmentCheck(),
    diskCheck(PROJECT_ROOT, RUN_BYTES),
    portCheck(endpoint),
    pluginCheck(endpoint),
    dockerCheck,
    browserCheck,
  ];
  // side by side, but shown in this order
  const examined = checks.map((check) => examine(check, signal));
  const findings: (Finding & { check: string })[] = [];
  for (const [index, { title }] of checks.entries()) {
    const finding = await examined[index];
    signal.throwIfAborted();
    if (!finding) continue;
    findings.push({ check: title, ...finding });
    if (!json) process.stdout.write(`${findingLines(title, finding)}\n`);
  }
  if (json) process.stdout.write(`${printableJson(findings, 2)}\n`);
  const problems = findings.filter(({ state }) => state === "problem").length;
  if (problems > 0)
    throw new HarnessError("NOT_READY", `the app cannot run here: ${problems} problem(s), see above`);
  if (!json) process.stdout.write(`\nThe app can run here: ${invocation("start")}\n`);
}

/** A check that breaks off has found a problem, too. */
async function examine(check: Check, signal: AbortSignal): Promise<Finding> {
  try {
    return await check.examine(signal);
  } catch (error) {
    return problem(`cannot be checked: ${explain(error)}`, "run it again with DEBUG=1 for the whole error");
  }
}
