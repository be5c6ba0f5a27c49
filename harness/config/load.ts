import { access, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { HarnessError } from "../core/errors.ts";
import { checkConfig, type HarnessConfig } from "./config.ts";
import { importAgain } from "./import-again.ts";

const FILES = ["ts", "mts", "js", "mjs"].map((extension) => `harness.config.${extension}`);

/** A project, as every command and the vitest set-up see it. */
export interface Project {
  /** The folder with `cdk.json`. */
  root: string;
  config: HarnessConfig;
  /** The file of the settings; undefined where there is none. */
  configFile: string | undefined;
  /** The file of the settings and the files of the project that it imports. */
  configFiles: readonly string[];
}

/**
 * Reads a project's settings.
 * @throws HarnessError `NO_PROJECT`, `CONFIG_INVALID`, `CONFIG_FAILED`
 */
export async function loadProject(root: string): Promise<Project> {
  const configFile = await firstThere(FILES.map((name) => join(root, name)));
  const { config, files: configFiles } = configFile
    ? await loadConfig(configFile)
    : { config: {} as HarnessConfig, files: [] };
  if (config.app === undefined) await assertCdkJson(root);
  return { root, config, configFile, configFiles };
}

async function loadConfig(file: string): Promise<{ config: HarnessConfig; files: readonly string[] }> {
  try {
    const { exported, files } = await importAgain(file);
    return { config: checkConfig(exported, file), files };
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    const why = cause instanceof Error ? cause.message.split("\n")[0]?.trim() : String(cause);
    const place = placeIn(file, cause);
    const where = place ? ` (${place})` : "";
    throw new HarnessError("CONFIG_FAILED", `${file} cannot be loaded: ${why}${where}: correct it`, {
      cause,
    });
  }
}

/** Line and column of an error, as `harness.config.ts:1:7`. */
function placeIn(file: string, error: unknown): string | undefined {
  const name = basename(file);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const [, place] = stack.split(`${name}:`);
  const position = /^\d+:\d+/.exec(place ?? "")?.[0];
  return position && `${name}:${position}`;
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
    throw new HarnessError(
      "CONFIG_INVALID",
      `${file} is not JSON (${(cause as Error).message}): correct it`,
      {
        cause,
      },
    );
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
