import { access, readdir, readFile } from "node:fs/promises";
import { join, parse } from "node:path";
import leven from "leven";
import { HarnessError } from "../core/errors.ts";
import { checkConfig, type HarnessConfig } from "./config.ts";
import { explained } from "./explained.ts";
import { importAgain } from "./import-again.ts";
import { reasonIn } from "./reason.ts";

const FILES = ["ts", "mts", "cts", "js", "mjs", "cjs"].map((extension) => `harness.config.${extension}`);

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
  if (!configFile) await assertNoSettings(root);
  if (config.app === undefined) await assertCdkJson(root);
  return { root, config, configFile, configFiles };
}

async function loadConfig(file: string): Promise<{ config: HarnessConfig; files: readonly string[] }> {
  try {
    const { exported, files } = await importAgain(file);
    return { config: explained(checkConfig(exported, file), file), files };
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    const why = reasonIn(file, cause);
    throw new HarnessError("CONFIG_FAILED", `${file} cannot be loaded: ${why}: correct it`, { cause });
  }
}

/** A file that looks like one of settings, but has another name, would be ignored. */
async function assertNoSettings(root: string): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const found = names.find(isLikeSettings);
  if (found === undefined) return;
  throw new HarnessError(
    "CONFIG_INVALID",
    `${join(root, found)} is not read: move its settings to harness.config.ts, as export default defineConfig({ … }), or rename it`,
  );
}

const EXTENSION = /^\.([cm]?[jt]s|json[5c]?|ya?ml|toml)$/i;

/** Whether a file's name is nearly `harness.config` with an extension of settings; the package's name may be in it. */
function isLikeSettings(file: string): boolean {
  if (/^\.?(localstack-)?harnessrc\b/i.test(file)) return true;
  const { name, ext } = parse(file.toLowerCase());
  const base = name.replace(/^localstack[-._]?/, "");
  return (
    EXTENSION.test(ext) && (name === "localstack-harness" || leven(base, "harness.config") <= MOST_EDITS)
  );
}

const MOST_EDITS = 2;

async function assertCdkJson(root: string): Promise<void> {
  const file = join(root, "cdk.json");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const [code, message] =
      cause.code === "ENOENT"
        ? [
            "NO_PROJECT",
            `${root} has no cdk.json: run this in a CDK project, or name the app in harness.config.ts`,
          ]
        : ["CONFIG_INVALID", `${file} cannot be read (${cause.message}): correct it`];
    throw new HarnessError(code, message, { cause });
  });
  let content: { app?: unknown } | null;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new HarnessError("CONFIG_INVALID", `${file} is not JSON (${why}): correct it`, { cause });
  }
  const app = content?.app;
  if (typeof app !== "string" || app.trim() === "")
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
