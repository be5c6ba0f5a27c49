import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "../aws/clients.ts";
import type { Scope } from "../core/scope.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import { type LogLine, ofInvocations } from "./log-line.ts";
import { LogLines, type LogReader } from "./log-lines.ts";

/** What is known of the functions of a stack: their log groups need not exist yet. */
export interface KnownFunctions {
  functionNames(): Promise<readonly string[]>;
}

const LAMBDA = "/aws/lambda/";

/** CloudWatch Logs: what functions, the API and the state machine wrote since this test began. */
export class Logs {
  readonly #scope: Scope;
  readonly #clients: Clients;
  readonly #functions: KnownFunctions | undefined;

  /** @param functions makes a misspelt function an error; without it a log group that does not exist has no lines */
  constructor(scope: Scope, clients: Clients, functions?: KnownFunctions) {
    this.#scope = scope;
    this.#clients = clients;
    this.#functions = functions;
  }

  /** The lines of one log group, which may still have to be made. */
  in(group: string): LogLines {
    return new LogLines(this.#scope, `log group ${group}`, {
      read: (signal) => this.#events(group, signal),
      missing: async (signal) => {
        const names = await this.groups(signal);
        return names.includes(group) ? undefined : this.#unknownGroup(group, names);
      },
    });
  }

  /**
   * The lines about one id (or several), of all log groups or of those whose name a pattern fits: each line that contains
   * the id, and with it the whole invocation that wrote it, from START to REPORT.
   */
  of(id: string | readonly string[], groups?: RegExp): LogLines {
    const ids = [id].flat();
    const fits = (name: string) => !groups || name.search(groups) >= 0;
    const reader: LogReader = {
      read: async (signal) => {
        const names = (await this.groups(signal)).filter(fits);
        const lines = await Promise.all(
          names.map(async (name) => ofInvocations(await this.#events(name, signal), ids)),
        );
        return lines.flat().sort((a, b) => a.time.getTime() - b.time.getTime());
      },
      missing: async (signal) => {
        if (!groups || (await this.groups(signal)).some(fits)) return undefined;
        const functions = await this.#functions?.functionNames();
        if (functions?.some((name) => fits(LAMBDA + name))) return undefined;
        return { message: `no log group, and no function, has a name that ${groups} fits`, final: false };
      },
    };
    return new LogLines(this.#scope, `the logs of ${ids.join(" and ")}`, reader);
  }

  /** Names of all log groups. */
  async groups(signal?: AbortSignal): Promise<string[]> {
    const names = await Promise.all(this.#clients.all.map(({ logs }) => groupsOf(logs, signal)));
    return [...new Set(names.flat())];
  }

  /** A function that never ran has no log group on LocalStack; every other group may be made later. */
  async #unknownGroup(group: string, names: readonly string[]) {
    if (!this.#functions) return undefined;
    const functions = await this.#functions.functionNames();
    const own = group.startsWith(LAMBDA) ? group.slice(LAMBDA.length) : undefined;
    if (own !== undefined && functions.includes(own)) return undefined;
    const known = [...new Set([...names, ...functions.map((name) => LAMBDA + name)])];
    return {
      message: `there is no log group ${JSON.stringify(group)}${didYouMean(group, known)}`,
      final: own !== undefined,
    };
  }

  /** Of the groups with this name in all accounts and regions of the connection. */
  async #events(group: string, signal?: AbortSignal): Promise<LogLine[]> {
    const lines = await Promise.all(this.#clients.all.map(({ logs }) => this.#eventsOf(logs, group, signal)));
    return lines.flat().sort((a, b) => a.time.getTime() - b.time.getTime());
  }

  async #eventsOf(logs: CloudWatchLogsClient, group: string, signal?: AbortSignal): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    do {
      // filtered here: LocalStack ignores filter patterns
      const command = new FilterLogEventsCommand({
        logGroupName: group,
        startTime: this.#scope.activity.since.getTime(),
        nextToken,
      });
      try {
        const page = await logs.send(command, options(signal));
        for (const { timestamp = 0, message = "", logStreamName = "" } of page.events ?? [])
          lines.push({ time: new Date(timestamp), group, stream: logStreamName, message: message.trimEnd() });
        nextToken = page.nextToken;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return [];
        throw error;
      }
    } while (nextToken);
    return lines;
  }
}

async function groupsOf(logs: CloudWatchLogsClient, signal?: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new DescribeLogGroupsCommand({ nextToken }), options(signal));
    names.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return names;
}

const options = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});
