import { execCommand, packageManagerOf } from "../../core/installation/package-manager.mjs";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import { DEFAULT_PORT } from "../../localstack/port.ts";

export const PROGRAM = "localstack-harness";

/**
 * How the user types a command of this program: `npx localstack-harness inbox`, or `npm run inbox` where the user's own
 * scripts call it; with pnpm, yarn or bun as these are typed.
 */
export function invocation(
  command: string,
  options = "",
  env: NodeJS.ProcessEnv = process.env,
  root = PROJECT_ROOT,
): string {
  const script = env.npm_lifecycle_event;
  if (script === undefined || script === "npx" || !env.npm_lifecycle_script?.includes(PROGRAM))
    return execCommand([PROGRAM, command, options].filter(Boolean).join(" "), root);
  const manager = packageManagerOf(root);
  const run = command === "start" && manager === "npm" ? "npm start" : `${manager} run ${command}`;
  // only npm takes options of a script for its own
  return [run.trimEnd(), manager === "npm" && options ? "--" : "", options].filter(Boolean).join(" ");
}

/** The same for the LocalStack at an endpoint. */
export function invocationAt(
  command: string,
  endpoint: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { origin, port, hostname } = new URL(endpoint);
  if (hostname !== "localhost") return invocation(command, `--endpoint ${origin}`, env);
  return invocation(command, Number(port) === DEFAULT_PORT ? "" : `--port ${port}`, env);
}
