import { glob } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** Where a person's Pythons may be: folders, and in each the files that match one of the patterns. */
interface Place {
  folders: readonly (string | undefined)[];
  patterns: readonly string[];
}

/** Interpreters of a version, such as `3.13`, in the folders of version managers and installers, newest first. */
export async function* versionFolders(
  version: string,
  env: NodeJS.ProcessEnv,
  homes: readonly string[] = personsFolders(env),
): AsyncGenerator<string> {
  for (const { folders, patterns } of places(version, env, homes)) {
    for (const folder of new Set(folders)) {
      if (!folder) continue;
      const found: string[] = [];
      for await (const path of glob([...patterns], { cwd: folder })) found.push(path);
      found.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
      for (const path of found) yield join(folder, path);
    }
  }
}

/** `HOME` may be empty, or another's; the system knows better. */
const personsFolders = (env: NodeJS.ProcessEnv): string[] =>
  [env.HOME || homedir(), userInfo().homedir].filter((home) => home !== "");

function places(version: string, env: NodeJS.ProcessEnv, homes: readonly string[]): Place[] {
  const inHomes = (...paths: string[]) => homes.flatMap((home) => paths.map((path) => join(home, path)));
  const data = (name: string) => [
    env.XDG_DATA_HOME && join(env.XDG_DATA_HOME, name),
    ...inHomes(join(".local/share", name)),
  ];
  // a shim may work for another version only, but the versions are beside it
  const shims = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => /[/\\]shims$/.test(folder))
    .map(dirname);
  const python = `bin/python${version}`;
  return [
    {
      // pyenv
      folders: [env.PYENV_ROOT, ...shims, ...inHomes(".pyenv")],
      patterns: [`versions/${version}*/${python}`],
    },
    {
      // asdf, mise
      folders: [env.ASDF_DATA_DIR, env.MISE_DATA_DIR, ...shims, ...inHomes(".asdf"), ...data("mise")],
      patterns: [`installs/python/${version}*/${python}`],
    },
    {
      // uv
      folders: [env.UV_PYTHON_INSTALL_DIR, ...data("uv/python")],
      patterns: [`cpython-${version}*/${python}`],
    },
    {
      // Homebrew
      folders: [env.HOMEBREW_PREFIX, "/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"],
      patterns: [`opt/python@${version}/${python}`],
    },
    {
      // python.org's installer for macOS
      folders: ["/Library/Frameworks/Python.framework/Versions"],
      patterns: [`${version}/${python}`],
    },
    {
      // GitHub's and Azure's runners
      folders: [env.RUNNER_TOOL_CACHE, env.AGENT_TOOLSDIRECTORY, "/opt/hostedtoolcache"],
      patterns: [`Python/${version}*/*/${python}`],
    },
    {
      // conda and its kin
      folders: [
        env.CONDA_PREFIX,
        ...inHomes("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba"),
        "/opt/conda",
        "/opt/miniconda3",
        "/opt/homebrew/Caskroom/miniconda/base",
      ],
      patterns: [python, `envs/*/${python}`],
    },
    // the system's own, where the PATH leaves them out
    { folders: ["/usr/local", "/usr", ...inHomes(".local", ".nix-profile")], patterns: [python] },
  ];
}
