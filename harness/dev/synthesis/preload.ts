/**
 * Loaded into the processes of a CDK app by `--import`. It loads what the app's last run loaded, waits to be called, and
 * records what the app reads, copies and bundles. So a synthesis starts with the CDK loaded, in a process that is new.
 */
import { realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { KeptBundles } from "./kept-bundles.ts";
import { recordBundles } from "./record-bundles.ts";
import { recordFiles } from "./record-files.ts";
import { type PreloadSettings, type Recording, SETTINGS } from "./recording.ts";

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

const settings = takeSettings();
if (settings) {
  const { root, recordings, kept, reader, socket, modules = [] } = settings;
  const assembly = process.env.CDK_OUTDIR ?? "";
  // nothing is left behind for a reader that was killed
  const removeAll = () => {
    for (const folder of [recordings, assembly, kept])
      if (folder) rmSync(folder, { recursive: true, force: true });
  };
  const require = createRequire(join(root, "package.json"));
  const variables = { ...process.env } as Record<string, string>;
  for (const module of modules) load(module);
  // from here on what is loaded and read is the app's
  const files = recordFiles(assembly, kept);
  const keptBundles = kept ? new KeptBundles(kept, assembly) : undefined;
  const bundles = recordBundles(require, keptBundles);
  if (socket) await called(socket, removeAll);
  process.on("exit", (code) => {
    if (socket && !isAlive(reader)) return removeAll();
    if (code === 0) keptBundles?.removeOthers();
    const recording: Recording = {
      variables,
      ...files(),
      bundles: bundles(),
      modules: Object.keys(require.cache).filter((path) => /[/\\]node_modules[/\\]/.test(path)),
    };
    writeFileSync(join(recordings, `${process.pid}.json`), JSON.stringify(recording), { mode: 0o600 });
  });

  function load(module: string): void {
    try {
      require(module);
    } catch {
      // the app meets the error where it loads the module
    }
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
