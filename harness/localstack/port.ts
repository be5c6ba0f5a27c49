import { randomInt } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { execa } from "execa";
import getPort from "get-port";
import { HarnessError } from "../core/errors.ts";
import { localStackHealth } from "./health.ts";
import { inspectProcess } from "./process/processes.ts";

/** LocalStack's own default port. */
export const DEFAULT_PORT = 4566;

/** Something listens on the port already. */
export const portTaken = (port: number, occupant: string): HarnessError =>
  new HarnessError(
    "PORT_TAKEN",
    `port ${port} is taken by ${occupant}: end that, or choose another port with PORT=${otherPort(port)}`,
  );

/**
 * A port where nothing listens now. It is below those that the usual systems give to outgoing connections, any of which
 * may be in use by the time that LocalStack listens.
 */
export function anyFreePort(): Promise<number> {
  const port = Array.from({ length: 20 }, () => randomInt(20_000, 32_000));
  return getPort({ host: "127.0.0.1", port });
}

/** A LocalStack is reached as `localhost`, which is either of these. */
const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * Makes sure that a LocalStack can listen on the port, and that nothing else answers under the same name.
 * @throws HarnessError `PORT_TAKEN`, `PORT_FORBIDDEN`
 */
export async function assertPortFree(port: number): Promise<void> {
  const taken = await Promise.all(
    LOOPBACK.map(async (host) => (await accepts(host, port)) || !(await canListen(host, port))),
  );
  if (taken.includes(true)) throw portTaken(port, await occupantOf(port));
}

/** Whether something takes connections: on macOS one may listen where another does already. */
async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Whether the port can be listened on; a port may be bound without taking connections. */
async function canListen(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return false;
    // on a machine without IPv6 nothing listens there either
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return true;
    if (code === "EACCES") throw portForbidden(port, error);
    throw error;
  } finally {
    server.close();
  }
}

/** The system does not let this user listen on the port. */
const portForbidden = (port: number, cause: unknown): HarnessError =>
  new HarnessError(
    "PORT_FORBIDDEN",
    `this machine lets only the administrator listen on port ${port}: choose one above 1023`,
    { cause },
  );

/** Milliseconds in which a LocalStack says that it is one. */
const IDENTIFY_MS = 1_000;

/** In words, who listens on the port. */
export async function occupantOf(port: number): Promise<string> {
  const health = await localStackHealth(port, undefined, IDENTIFY_MS);
  const listener = await listenerOf(port);
  const running = listener && (await inspectProcess(listener.pid));
  const who = health
    ? `another LocalStack (${health.version})`
    : running?.command.includes("localstack.runtime.main")
      ? "another LocalStack"
      : "something else";
  const program = listener ? `${who}, ${listener.program} (pid ${listener.pid})` : who;
  return running?.isStopped ? `${program}, ${howToContinue(running.pid)}` : program;
}

/** What to do about a process that was stopped with SIGSTOP or Ctrl-Z, as a part of a sentence. */
export const howToContinue = (pid: number): string =>
  `which is stopped (kill -CONT ${pid} continues it, kill -KILL ${pid} ends it)`;

interface Listener {
  pid: number;
  program: string;
}

/** The program that listens, where the system has a tool that says so. */
async function listenerOf(port: number): Promise<Listener | undefined> {
  const { stdout = "", failed } = await execa("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-F", "pc"], {
    reject: false,
  });
  return failed ? undefined : parseListener(stdout);
}

/** The first of lsof's lines `p<pid>`, `c<command>`. */
export function parseListener(output: string): Listener | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const program = /^c(.+)$/m.exec(output)?.[1];
  return pid && program ? { pid: Number(pid), program } : undefined;
}

const otherPort = (port: number): number => (port < 65_000 ? port + 1 : port - 1);
