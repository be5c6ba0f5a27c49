import { createHash } from "node:crypto";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { makeFolder, PRIVATE_FILE } from "../../core/files/file-errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";
import { temporaryFolder } from "../../core/files/temporary-folder.ts";
import { stateRoot } from "../../localstack/paths.ts";
import type { AssemblyStack } from "../assembly.ts";
import { type CdklocalOptions, cdklocalEnvironment } from "../cdklocal.ts";
import type { Deployed, DeployOptions } from "../deploy.ts";
import type { DeployedStack } from "../deploy-stack.ts";
import { CLOCK_MS } from "../recording/places.ts";
import type { InputRecording } from "../recording/recording.ts";
import { recordingsIn, recordingVariables } from "../recording/recordings.ts";
import { readsParameters } from "../template-parameters.ts";
import { deployedAs, identityOf } from "./deployed-identity.ts";
import { inputStates, isAsBefore } from "./input-states.ts";
import { appCommand, isRecordable } from "./recordable-app.ts";

const texts = v.record(v.string(), v.string());
const Content = v.strictObject({
  /** Of the options of the deployment and the versions of the tools. */
  settings: v.string(),
  /** Hashes of the values of variables; of one that is not set, nothing. */
  variables: texts,
  /** Whether a variable that is new matters, too. */
  readsAll: v.boolean(),
  looked: texts,
  listed: texts,
  stacks: v.array(
    v.strictObject({
      id: v.string(),
      name: v.string(),
      account: v.string(),
      region: v.string(),
      identity: v.string(),
    }),
  ),
  withoutEffect: v.array(v.string()),
});

type Options = Pick<DeployOptions, "app" | "stacks" | "context" | "parameters"> &
  Pick<CdklocalOptions, "endpoint" | "root" | "folder" | "signal">;

/** Files that the command line of the CDK reads, and what says which packages are installed. */
const READ_BY_TOOLS = [
  "cdk.json",
  "cdk.context.json",
  "bun.lock",
  "npm-shrinkwrap.json",
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "node_modules/.package-lock.json",
];
const TOOLS = ["aws-cdk/package.json", "aws-cdk-lib/package.json", "aws-cdk-local/package.json"];

/** Variables that the command line of the CDK, or Node.js, reads. */
const OF_TOOLS = /^(AWS|CDK|ESBUILD|JSII|NODE|TS_NODE)_/;

/** Variables of a terminal or of the program that starts a command: they differ from one start to the next. */
const PASSING =
  /^(_|COLORTERM|COLUMNS|DISPLAY|INIT_CWD|INVOCATION_ID|JOURNAL_STREAM|LINES|OLDPWD|PWD|SESSION_MANAGER|SHLVL|STY|TTY|WAYLAND_DISPLAY|WINDOWID)$|^(DBUS|DESKTOP|GPG|SSH|TERM|TMUX|VSCODE|XDG|npm)(_|$)/;

/**
 * What the deployed app was made of. As long as all of it is the same and LocalStack has the same stacks, a deployment has
 * nothing to change, and the app is not synthesised. An app that may depend on what cannot be seen has no such record.
 */
export class DeployedRecord {
  readonly #options: Options;
  readonly #file: string;
  #recordings: string | undefined;
  #removal: Disposable | undefined;
  #began = 0;

  constructor(options: Options) {
    this.#options = options;
    const port = new URL(options.endpoint).port || "80";
    this.#file = join(stateRoot(options.root), `deployed-${port}.json`);
  }

  /** The deployment that is there, where another one would change nothing. */
  async find(): Promise<Pick<Deployed, "stacks" | "withoutEffect"> | undefined> {
    const record = await this.#read();
    const { root, app, endpoint } = this.#options;
    if (!record || record.settings !== this.#settings(await appCommand(root, app))) return undefined;
    const variables = this.#variables(Object.keys(record.variables), record.readsAll);
    if (!isDeepStrictEqual(variables, record.variables) || !isAsBefore(record)) return undefined;
    const found = await Promise.all(
      record.stacks.map(({ identity, ...stack }) => deployedAs(identity, { ...stack, endpoint })),
    );
    const stacks = found.flatMap((stack) => stack ?? []);
    if (stacks.length < record.stacks.length) return undefined;
    return { stacks, withoutEffect: record.withoutEffect };
  }

  /** Removes it, before something changes. */
  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /** Variables with which the app records what it depends on. */
  async recordingVariables(): Promise<Record<string, string>> {
    this.#recordings = await mkdtemp(join(await temporaryFolder(), "cdk-recording-"));
    this.#removal = await removeIfKilled(this.#recordings);
    // a file that was saved just before would count as changed since
    const { root, signal } = this.#options;
    await sleep(CLOCK_MS, undefined, { signal }).catch(() => signal?.throwIfAborted());
    this.#began = Date.now();
    return recordingVariables({ root, recordings: this.#recordings, inputs: true }, process.env.NODE_OPTIONS);
  }

  /**
   * Writes it for a deployment that has just been made.
   * @returns why it is not written, as what the app does: it may depend on what cannot be seen
   */
  async write(
    synthesised: readonly AssemblyStack[],
    deployed: readonly DeployedStack[],
    withoutEffect: string[],
  ): Promise<string | undefined> {
    const { root, app } = this.#options;
    const command = await appCommand(root, app);
    const settings = this.#settings(command);
    if (!isRecordable(command)) return `is a command that may read anything: ${command}`;
    const all = this.#recordings ? await recordingsIn<InputRecording>(this.#recordings) : [];
    const [recording] = all;
    if (!recording || all.length > 1) return `runs in ${all.length} processes of Node.js`;
    if (recording.unseen.length > 0) return recording.unseen.join(", ");
    for (const stack of synthesised)
      if (await readsParameters(stack)) return `has parameters of ${stack.id} in SSM`;
    const looked = [...recording.looked, ...this.#toolFiles()];
    const states = inputStates({ ...recording, looked }, this.#began);
    if ("changed" in states) return `has changed ${states.changed}, or another program has`;
    const record: v.InferOutput<typeof Content> = {
      settings,
      variables: this.#variables(recording.variables, recording.readsAll),
      readsAll: recording.readsAll,
      ...states,
      stacks: await Promise.all(
        deployed.map(async ({ id, name, account, region, endpoint }) => {
          const place = { account, region };
          return { id, name, ...place, identity: await identityOf(name, { ...place, endpoint }) };
        }),
      ),
      withoutEffect,
    };
    await makeFolder(stateRoot(root));
    const draft = `${this.#file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(record), { mode: PRIVATE_FILE });
    await rename(draft, this.#file);
    return undefined;
  }

  /** Removes what the app has recorded. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#recordings) await rm(this.#recordings, { recursive: true, force: true });
    this.#removal?.[Symbol.dispose]();
  }

  async #read(): Promise<v.InferOutput<typeof Content> | undefined> {
    try {
      return v.parse(Content, JSON.parse(await readFile(this.#file, "utf8")));
    } catch {
      // none, or a damaged one: the app is synthesised
      return undefined;
    }
  }

  #settings(command: string): string {
    const { endpoint, stacks, context, parameters } = this.#options;
    const { node, v8 } = process.versions;
    return hashOf(
      JSON.stringify([endpoint, command, stacks, context, parameters, process.execPath, node, v8]),
    );
  }

  #toolFiles(): string[] {
    const { root } = this.#options;
    const { resolve } = createRequire(join(root, "package.json"));
    const tools = TOOLS.flatMap((name) => {
      try {
        return resolve(name);
      } catch {
        return [];
      }
    });
    // as a package, the harness is a folder deeper
    const own = ["../..", "../../.."].map((folder) => join(import.meta.dirname, folder, "package.json"));
    const names = READ_BY_TOOLS.map((name) => join(root, name));
    return [...names, ...tools, ...own, join(homedir(), ".cdk.json")];
  }

  /** The hashes of variables with which the app is synthesised. */
  #variables(names: readonly string[], all: boolean): Record<string, string> {
    const variables = cdklocalEnvironment(this.#options);
    const counted = (name: string) => OF_TOOLS.test(name) || (all && !PASSING.test(name));
    const wanted = new Set([
      ...names.filter((name) => name !== "_"),
      ...Object.keys(variables).filter(counted),
    ]);
    return Object.fromEntries(
      [...wanted].map((name) => {
        const value = variables[name];
        return [name, value === undefined ? "" : hashOf(value)];
      }),
    );
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");
