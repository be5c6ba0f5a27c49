import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/**
 * Each line of its input adds a path (`+`) or takes it away (`-`). The input ends with the process that writes it, also by
 * SIGKILL. What that process started ends within the pause, and may write until then; a lock is held for as long. A file may
 * be another process's by then.
 */
const REMOVER = `
trap "" HUP INT TERM
while IFS= read -r line; do
  path=$(printf "%b." "\${line#?}")
  path=\${path%.}
  case $line in
    +*) set -- "$@" "$path" ;;
    *) for each do shift; [ "$each" = "$path" ] || set -- "$@" "$each"; done ;;
  esac
done
[ $# -gt 0 ] || exit 0
for each do case $each in *.lock) ;; *) rm -rf -- "$each" ;; esac; done
sleep 3
for each do case $each in *.lock) ;; *) [ ! -d "$each" ] || rm -rf -- "$each" ;; esac; done
for each do case $each in *.lock) rm -rf -- "$each" ;; esac; done
`;

let remover: Promise<ChildProcess> | undefined;

/**
 * Has files, folders and locks removed if this process ends, also by SIGKILL, before the result is disposed of. Disposing of
 * it removes nothing.
 * @param paths of folders, only those that no other process uses, or not without a lock that is removed, too
 */
export async function removeIfKilled(...paths: string[]): Promise<Disposable> {
  remover ??= startRemover();
  const { stdin } = await remover;
  const lines = (sign: string) => paths.map((path) => `${sign}${escaped(resolve(path))}\n`).join("");
  await new Promise((written) => stdin?.write(lines("+"), written));
  return { [Symbol.dispose]: () => void stdin?.write(lines("-")) };
}

/** As the `%b` of the shell's `printf` reads it. */
const escaped = (path: string): string => path.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

async function startRemover(): Promise<ChildProcess> {
  const child = spawn("/bin/sh", ["-c", REMOVER], {
    cwd: "/",
    env: { PATH: process.env.PATH },
    stdio: ["pipe", "ignore", "ignore"],
    // out of the terminal's reach
    detached: true,
  });
  // without it, nothing is removed if this process is killed too
  child.stdin?.on("error", () => {});
  await once(child, "spawn");
  child.unref();
  return child;
}
