import { DEFAULT_PORT } from "../../localstack/port.ts";

export const PROGRAM = "localstack-harness";

/**
 * How the user types a command of this program: `npx localstack-harness inbox`, or `npm run inbox` where the user's own
 * npm scripts call it.
 */
export function invocation(command: string, options = "", env: NodeJS.ProcessEnv = process.env): string {
  const script = env.npm_lifecycle_event;
  if (script === undefined || script === "npx" || !env.npm_lifecycle_script?.includes(PROGRAM))
    return ["npx", PROGRAM, command, options].filter(Boolean).join(" ");
  const run = command === "start" ? "npm start" : `npm run ${command}`;
  return options ? `${run} -- ${options}` : run.trimEnd();
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
