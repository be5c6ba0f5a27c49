import { type Command, Option } from "commander";
import { DEFAULT_PORT } from "../../localstack/port.ts";
import { parseEndpoint, parsePair, parsePort } from "./arguments.ts";
import { invocation } from "./invocation.ts";

/** What commands that talk to a LocalStack take: `--endpoint` wins over `--port`, which wins over `PORT`. */
export interface EndpointOptions {
  port?: number;
  endpoint?: string;
}

/** The endpoint that the options name, else the one of the project's port. */
export const endpointOf = ({ endpoint, port }: EndpointOptions, projectsPort = DEFAULT_PORT): string =>
  endpoint ?? `http://localhost:${port ?? projectsPort}`;

/** `--port`, or `PORT` in the environment. */
export const portOption = (): Option =>
  new Option(
    "-p, --port <number>",
    `port of LocalStack on this machine (default: the project's, or ${DEFAULT_PORT})`,
  )
    .env("PORT")
    .argParser(parsePort);

/** `--endpoint`, for commands that use a LocalStack which is there already. */
export const endpointOption = (): Option =>
  new Option("-e, --endpoint <url>", "where LocalStack answers, instead of --port").argParser(parseEndpoint);

/** What commands that deploy take from the CDK. */
export interface AppOptions {
  context?: Record<string, string> | undefined;
  parameters?: Record<string, string> | undefined;
}

/** Adds `--context` and `--parameters` to a command, as the CDK takes them. */
export const addAppOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "-c, --context <key=value...>",
        "context for the CDK app, before that of cdk.json",
      ).argParser(parsePair),
    )
    .addOption(
      new Option(
        "--parameters <name=value...>",
        "values of the templates' parameters, by name or <stack id>:<name>",
      ).argParser(parsePair),
    );

/** What commands take that start LocalStack and deploy an app. */
export interface InstanceOptions extends AppOptions {
  port?: number;
  keep?: boolean;
}

/** Adds `--port` and `--keep` to a command, and what {@link addAppOptions} adds. */
export const addInstanceOptions = (command: Command): Command =>
  addAppOptions(
    command
      .addOption(portOption())
      .addOption(
        new Option("--keep", "keep buckets, tables, mails, executions … for the next start with --keep"),
      ),
  );

/** Adds examples to the help of a command: each a command line after its name, and what it does. */
export function examples(
  command: Command,
  lines: readonly (readonly [options: string, what: string])[],
): Command {
  const rows = lines.map(([options, what]) => [invocation(command.name(), options), what] as const);
  const width = Math.max(...rows.map(([line]) => line.length)) + 2;
  return command.addHelpText(
    "after",
    `\nExamples:\n${rows.map(([line, what]) => `  ${line.padEnd(width)}${what}`.trimEnd()).join("\n")}`,
  );
}
