/**
 * Loaded into the processes of a CDK app by `--import`. It loads what the app's last run loaded, waits to be called, and
 * records what the app reads, copies and bundles. So a synthesis starts with the CDK loaded, in a process that is new.
 */
import { realpathSync, rmSync, writeFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { KeptBundles } from "./kept-bundles.ts";
import { recordBundles } from "./record-bundles.ts";
import { recordFiles } from "./record-files.ts";
import { Inputs } from "./record-inputs.ts";
import {
  type InputRecording,
  type PreloadedModules,
  type PreloadSettings,
  type Recording,
  SETTINGS,
} from "./recording.ts";
import { runMainAsUsual } from "./run-main.ts";

/** Programs that start the app in another process. */
const RUNNERS =
  /[/\\](npm|npx|pnpm|yarn|corepack|bun)[/\\]|[/\\]tsx[/\\]dist[/\\]cli\.|[/\\](npx|pnpm|yarn)(\.[cm]?js)?$/;

/** The settings, in a process of the app; undefined in all others. */
function takeSettings(): PreloadSettings | undefined {
  const text = process.env[SETTINGS];
  const [, program] = process.argv;
  // the CDK's command line has no such variable, its app has
  if (!text || !process.env.CDK_OUTDIR || !program || RUNNERS.test(realPath(program))) return undefined;
  const settings = JSON.parse(text) as PreloadSettings;
  // nothing that the app starts is a part of it
  delete process.env[SETTINGS];
  const options = process.env.NODE_OPTIONS?.replace(`--import=${settings.self}`, "").trim();
  if (options) process.env.NODE_OPTIONS = options;
  else delete process.env.NODE_OPTIONS;
  return settings;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Such as ts-node. One that is loaded before it runs does nothing then. */
const program = realPath(process.argv[1] ?? "");
const settings = takeSettings();
if (settings) runMainAsUsual();
if (settings?.inputs) {
  const { root, recordings } = settings;
  const inputs = new Inputs(process.env.CDK_OUTDIR ?? "");
  recordBundles(createRequire(join(root, "package.json")), recordings, undefined, inputs);
  process.on("exit", (code) => {
    if (code === 0) write(recordings, inputs.recorded());
  });
} else if (settings) {
  const { root, recordings, kept, reader, socket, preloaded } = settings;
  const assembly = process.env.CDK_OUTDIR ?? "";
  // nothing is left behind for a reader that was killed
  const removeAll = () => {
    for (const folder of [recordings, assembly, kept])
      if (folder) rmSync(folder, { recursive: true, force: true });
  };
  const require = createRequire(join(root, "package.json"));
  const variables = { ...process.env } as Record<string, string>;
  const keptBundles = kept ? new KeptBundles(kept, assembly) : undefined;
  if (preloaded) {
    await load(preloaded);
    keptBundles?.read();
  }
  // from here on what is loaded and read is the app's
  const files = recordFiles(assembly, kept);
  const bundles = recordBundles(require, recordings, keptBundles);
  if (socket) await called(socket, removeAll);
  process.on("exit", (code) => {
    if (socket && !isAlive(reader)) return removeAll();
    if (code === 0) keptBundles?.removeOthers();
    const recorded = files();
    const imported = new Set([...(preloaded?.imported ?? []), ...recorded.imported]);
    imported.delete(pathToFileURL(program).href);
    const recording: Recording = {
      variables,
      ...recorded,
      imported: [...imported],
      bundles: bundles(),
      modules: Object.keys(require.cache).filter(
        (path) => path !== program && /[/\\]node_modules[/\\]/.test(path),
      ),
    };
    write(recordings, recording);
  });

  async function load({ modules, imported, isTypeScript }: PreloadedModules): Promise<void> {
    for (const path of modules) ignoreError(() => require(path));
    if (isTypeScript) ignoreError(loadTypeStripping);
    await Promise.allSettled(imported.map(importUnseen));
  }
}

function write(folder: string, recording: Recording | InputRecording): void {
  writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(recording), { mode: 0o600 });
}

/** Imports a module, but not its exports: a `then` among them would be called. */
function importUnseen(address: string): Promise<unknown> {
  return import(`data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(address)};`)}`);
}

/** The app meets the error where it loads the module. */
function ignoreError(act: () => unknown): void {
  try {
    act();
  } catch {}
}

/** Node.js loads its compiler with the first module that it removes types from. */
function loadTypeStripping(): void {
  const { emitWarning } = process;
  // that the function is experimental says nothing to a user
  process.emitWarning = () => {};
  try {
    module.stripTypeScriptTypes?.("");
  } finally {
    process.emitWarning = emitWarning;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits for a byte. Ends the process when the other side ends. */
function called(path: string, onEnd: () => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("data", () => {
      socket.unref();
      resolve();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      onEnd();
      process.exit(1);
    });
  });
}
