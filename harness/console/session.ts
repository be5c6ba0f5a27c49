import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../core/files/file-errors.ts";
import { removeIfKilled } from "../core/files/remove-if-killed.ts";
import { stateRoot } from "../localstack/paths.ts";

/** One run of the console: its secrets, and where it answers. */
export interface Session {
  /** `http://127.0.0.1:5566/6xJ2…`: the console's pages are below it. */
  address: string;
  /**
   * Begins every path. Browsers send a cookie to all servers of a host, whatever their port: the cookie's path keeps it from
   * those of other users of this machine.
   */
  id: string;
  token: string;
}

export const newSecrets = (): Pick<Session, "id" | "token"> => ({
  id: randomBytes(12).toString("base64url"),
  token: randomBytes(32).toString("base64url"),
});

/** The address that opens the console in a browser that has not been there before. */
export const openingAddress = ({ address, token }: Session): string => `${address}/?token=${token}`;

const fileOf = (root: string, endpoint: string): string =>
  join(stateRoot(root), `console-${new URL(endpoint).port || "80"}.json`);

/** Keeps a session for commands of the same project and user. Disposing of it removes it. */
export async function keepSession(
  root: string,
  endpoint: string,
  session: Session,
): Promise<AsyncDisposable> {
  const file = fileOf(root, endpoint);
  await mkdir(stateRoot(root), { recursive: true, mode: PRIVATE_FOLDER });
  // a file that is there keeps its mode
  await rm(file, { force: true });
  const removal = await removeIfKilled(file);
  await writeFile(file, JSON.stringify(session), { mode: PRIVATE_FILE, flag: "wx" });
  return {
    async [Symbol.asyncDispose]() {
      if ((await keptSession(root, endpoint))?.token === session.token) await rm(file, { force: true });
      removal[Symbol.dispose]();
    },
  };
}

/** The session of the console that a project runs for the LocalStack at an endpoint, if any. */
export async function keptSession(root: string, endpoint: string): Promise<Session | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(root, endpoint), "utf8")) as Session;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
