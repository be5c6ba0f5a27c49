import { existsSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import type { ContainerRuntimeClient } from "testcontainers";
import { homeFolder } from "../../core/files/cache-folder.ts";
import { dockerAbsent, dockerDown, dockerForbidden } from "./errors.ts";

/**
 * The Docker daemon of this machine.
 * @throws HarnessError `DOCKER_ABSENT`, `DOCKER_DOWN`, `DOCKER_FORBIDDEN`
 */
export async function connectDocker(): Promise<ContainerRuntimeClient> {
  // Testcontainers looks for published ports at the bridge's gateway where it believes to be in a container itself.
  // Where the daemon's bridge is an interface of this machine, they are here: CI machines often are such containers.
  if (existsSync("/.dockerenv") && existsSync("/sys/class/net/docker0"))
    process.env.TESTCONTAINERS_HOST_OVERRIDE ??= "localhost";
  const socket = namedSocket(process.env);
  // Testcontainers would go on to the usual sockets, and so to another daemon than the named one
  if (socket && (await connectionError(socket)) !== undefined) throw await whyDockerFails(undefined);
  // a third of a second to load: only those who use Docker wait for it
  const { getContainerRuntimeClient } = await import("testcontainers");
  try {
    return await getContainerRuntimeClient();
  } catch (error) {
    // its message names no cause: look for it
    throw await whyDockerFails(error);
  }
}

/** Distinguishes the ways in which Docker is not there. Environment and sockets can be given for tests. */
export async function whyDockerFails(
  cause: unknown,
  env: NodeJS.ProcessEnv = process.env,
  sockets: readonly string[] = usualSockets(),
): Promise<Error> {
  const named = namedSocket(env);
  if (env.DOCKER_HOST && !named) return dockerDown(`DOCKER_HOST=${env.DOCKER_HOST}`, cause);
  const candidates = named ? [named] : sockets.filter((path) => existsSync(path));
  for (const socket of candidates) {
    const code = await connectionError(socket);
    if (code === "EACCES" || code === "EPERM") return dockerForbidden(socket, cause);
    return dockerDown(socket, cause);
  }
  return isOnPath("docker", env) ? dockerDown("/var/run/docker.sock", cause) : dockerAbsent(cause);
}

/** The socket that `DOCKER_HOST` names, where it names one. */
const namedSocket = ({ DOCKER_HOST: host }: NodeJS.ProcessEnv): string | undefined =>
  host?.startsWith("unix://") ? host.slice("unix://".length) : undefined;

function usualSockets(): string[] {
  const home = homeFolder();
  return [
    "/var/run/docker.sock",
    ...(process.env.XDG_RUNTIME_DIR ? [join(process.env.XDG_RUNTIME_DIR, "docker.sock")] : []),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
    `/run/user/${process.getuid?.()}/docker.sock`,
  ];
}

/** The system's code for why a socket takes no connection; `undefined` where it takes one. */
function connectionError(socketPath: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

const isOnPath = (command: string, env: NodeJS.ProcessEnv): boolean =>
  (env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, command)));
