import { describe, expect, test } from "vitest";
import type { ProcessInfo } from "../../localstack/process/processes.ts";
import { ancestorsToWatch } from "./parent.ts";

/** The command lines from a script's parent upwards; the last is that of process 1. */
const tree = (commands: readonly string[]) => {
  const first = commands.length;
  const inspect = (pid: number): Promise<ProcessInfo | undefined> => {
    const command = commands[first - pid];
    return Promise.resolve(
      command === undefined ? undefined : { pid, parent: pid - 1, started: "now", command, isStopped: false },
    );
  };
  return { first, inspect };
};

const watched = async (...commands: string[]) => {
  const { first, inspect } = tree(commands);
  return (await ancestorsToWatch(first, inspect)).map(({ command }) => command);
};

describe("who runs a script on behalf of a package manager", () => {
  test("npm and its shell, but not the user's shell", async () => {
    expect(await watched("sh -c node scripts/start.ts", "npm start", "-zsh", "init")).toEqual([
      "sh -c node scripts/start.ts",
      "npm start",
    ]);
  });

  test("npm before it gave itself a title", async () => {
    expect(
      await watched("/bin/sh -c x", "node /usr/lib/node_modules/npm/bin/npm-cli.js start", "bash", "init"),
    ).toEqual(["/bin/sh -c x", "node /usr/lib/node_modules/npm/bin/npm-cli.js start"]);
  });

  test("a package manager that runs another", async () => {
    expect(await watched("sh -c x", "npm run y", "sh -c npm run y", "pnpm test", "bash", "init")).toEqual([
      "sh -c x",
      "npm run y",
      "sh -c npm run y",
      "pnpm test",
    ]);
  });

  test("not the shell that runs npm: npm may outlive it", async () => {
    expect(await watched("sh -c x", "npm start", "sh -c npm start & sleep 1", "init")).toEqual([
      "sh -c x",
      "npm start",
    ]);
  });

  test("not a package manager further up, which started something else", async () => {
    expect(await watched("bash", "node /app/editor.js", "sh -c editor", "npx editor", "init")).toEqual([]);
  });

  test("no process, for a script that a user started directly", async () => {
    expect(await watched("-bash", "sshd: someone", "init")).toEqual([]);
  });
});
