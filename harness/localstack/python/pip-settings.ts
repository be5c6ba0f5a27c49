import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * pip's settings, by which many companies name their mirror of the package index: `index-url`, `cert`, `proxy` … uv does
 * not read them. The environment is the strongest, then the user's file, then the system's.
 * @see https://pip.pypa.io/en/stable/topics/configuration/
 */
export async function pipSettings(env: NodeJS.ProcessEnv = process.env): Promise<Record<string, string>> {
  const files = await Promise.all(configurationFiles(env).map(readSections));
  return {
    ...Object.assign({}, ...files.map(({ global }) => global)),
    ...Object.assign({}, ...files.map(({ install }) => install)),
    ...fromEnvironment(env),
  };
}

/** The weakest first. `PIP_CONFIG_FILE=/dev/null` means none at all. */
function configurationFiles(env: NodeJS.ProcessEnv): string[] {
  const { HOME = "", PIP_CONFIG_FILE, XDG_CONFIG_DIRS, XDG_CONFIG_HOME } = env;
  if (PIP_CONFIG_FILE === "/dev/null") return [];
  const library = "Library/Application Support/pip/pip.conf";
  const mac = process.platform === "darwin";
  return [
    ...(PIP_CONFIG_FILE ? [PIP_CONFIG_FILE] : []),
    ...(mac ? [join("/", library)] : []),
    ...(XDG_CONFIG_DIRS || "/etc/xdg").split(":").map((folder) => join(folder, "pip/pip.conf")),
    "/etc/pip.conf",
    join(HOME, ".pip/pip.conf"),
    join(XDG_CONFIG_HOME || join(HOME, ".config"), "pip/pip.conf"),
    ...(mac ? [join(HOME, library)] : []),
  ];
}

type Sections = Record<string, Record<string, string>>;

async function readSections(file: string): Promise<Sections> {
  // one that may not be read does not count for pip either
  return parseSections(await readFile(file, "utf8").catch(() => ""));
}

/** An INI file as Python reads it: a value continues in indented lines. */
export function parseSections(text: string): Sections {
  const sections: Sections = {};
  let section: Record<string, string> = {};
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const [, name] = /^\[(.+)\]/.exec(line) ?? [];
    const [, key, value = ""] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      section = sections[name] ??= {};
      last = undefined;
    } else if (/^\s/.test(line) && last !== undefined)
      section[last] = `${section[last]} ${line.trim()}`.trim();
    else if (key !== undefined) {
      last = key.toLowerCase().replaceAll("_", "-");
      section[last] = value.trim();
    }
  }
  return sections;
}

/** `PIP_INDEX_URL` is `index-url`. */
function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (name.startsWith("PIP_") && value) settings[name.slice(4).toLowerCase().replaceAll("_", "-")] = value;
  return settings;
}
