import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createJiti } from "jiti";
import { HarnessError } from "../core/errors.ts";
import { checkConfig, type HarnessConfig } from "./config.ts";

const FILES = ["ts", "mts", "js", "mjs"].map((extension) => `harness.config.${extension}`);

/** A project, as every command and the vitest set-up see it. */
export interface Project {
  /** The folder with `cdk.json`. */
  root: string;
  config: HarnessConfig;
  /** The file of the settings; undefined where there is none. */
  configFile: string | undefined;
}

/**
 * Reads a project's settings.
 * @throws HarnessError `NO_PROJECT`, `CONFIG_INVALID`, `CONFIG_FAILED`
 */
export async function loadProject(root: string): Promise<Project> {
  const configFile = await firstThere(FILES.map((name) => join(root, name)));
  const config = configFile ? await loadConfig(configFile) : {};
  if (config.app === undefined) await assertCdkJson(root);
  return { root, config, configFile };
}

/** How often each file was loaded by this process. */
const loads = new Map<string, number>();

async function loadConfig(file: string): Promise<HarnessConfig> {
  let settings: unknown;
  try {
    settings = await importDefault(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new HarnessError("CONFIG_FAILED", `${file} cannot be loaded: ${why}`, { cause });
  }
  return checkConfig(settings, file);
}

async function importDefault(file: string): Promise<unknown> {
  const load = loads.get(file) ?? 0;
  loads.set(file, load + 1);
  if (load > 0) {
    try {
      // Node.js keeps a module by its address
      return ((await import(`${pathToFileURL(file)}?${load}`)) as { default: unknown }).default;
    } catch {
      // the import below reports it, if it is not only that this Node.js does not strip types
    }
  }
  const jiti = createJiti(import.meta.url, { tryNative: load === 0, moduleCache: false, fsCache: false });
  return jiti.import(file, { default: true });
}

async function assertCdkJson(root: string): Promise<void> {
  const file = join(root, "cdk.json");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new HarnessError(
      "NO_PROJECT",
      `${root} has no cdk.json: run this in a CDK project, or name the app in harness.config.ts`,
      { cause },
    );
  });
  let app: unknown;
  try {
    app = (JSON.parse(text) as { app?: unknown }).app;
  } catch (cause) {
    throw new HarnessError("CONFIG_INVALID", `${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof app !== "string")
    throw new HarnessError(
      "CONFIG_INVALID",
      `${file} names no app: add "app", or name it in harness.config.ts`,
    );
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
