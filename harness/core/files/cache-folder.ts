import { userInfo } from "node:os";
import { isAbsolute, join } from "node:path";

/** What the harness keeps for all projects of a user: Python environments, and uv where the machine has none. */
const NAME = "localstack-harness";

/** The harness's part of the user's cache folder: in `XDG_CACHE_HOME`, else where the system keeps caches. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME = "" } = env;
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, NAME);
  return join(homeFolder(env), process.platform === "darwin" ? "Library/Caches" : ".cache", NAME);
}

/** The variable to change where the cache folder cannot be used, with its value: `HOME=/`. */
export function cacheSetting(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME = "" } = env;
  return isAbsolute(XDG_CACHE_HOME) ? `XDG_CACHE_HOME=${XDG_CACHE_HOME}` : `HOME=${homeFolder(env)}`;
}

/** `HOME`, else what the system has on record; a user without a record has the root folder, as in shells. */
export function homeFolder({ HOME = "" }: NodeJS.ProcessEnv = process.env): string {
  if (isAbsolute(HOME)) return HOME;
  try {
    return userInfo().homedir;
  } catch {
    return "/";
  }
}
