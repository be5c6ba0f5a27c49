import { randomInt } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { execa } from "execa";
import getPort from "get-port";
import { localStackHealth } from "./health.ts";

/** LocalStack's own default port. */
export const DEFAULT_PORT = 4566;

/** Something listens on the port already. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
  readonly port: number;

  constructor(port: number, occupant: string) {
    super(
      `port ${port} is taken by ${occupant}: end that, or choose another port with PORT=${otherPort(port)}`,
    );
    this.port = port;
  }
}

/** The system does not let this person listen on the port. */
export class PortForbiddenError extends Error {
  override readonly name = "PortForbiddenError";

  constructor(port: number, cause: unknown) {
    super(`this machine lets only the administrator listen on port ${port}: choose one above 1023`, {
      cause,
    });
  }
}

/**
 * A port where nothing listens now. It is below those that the usual systems give to outgoing connections: of which any
 * may be gone to one by the time that LocalStack listens.
 */
export function anyFreePort(): Promise<number> {
  const port = Array.from({ length: 20 }, () => randomInt(20_000, 32_000));
  return getPort({ host: "127.0.0.1", port });
}

/** A LocalStack is reached as `localhost`, which is either of these. */
const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * Makes sure that a LocalStack can listen on the port, and that nothing else answers under the same name.
 * @throws PortTakenError, PortForbiddenError
 */
export async function assertPortFree(port: number): Promise<void> {
  const taken = await Promise.all(
    LOOPBACK.map(async (host) => (await accepts(host, port)) || !(await canListen(host, port))),
  );
  if (taken.includes(true)) throw new PortTakenError(port, await occupantOf(port));
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
    // a machine without IPv6 has nobody there either
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return true;
    if (code === "EACCES") throw new PortForbiddenError(port, error);
    throw error;
  } finally {
    server.close();
  }
}

/** Milliseconds in which a LocalStack tells that it is one. */
const IDENTIFY_MS = 1_000;

/** In words, who listens on the port. */
async function occupantOf(port: number): Promise<string> {
  const health = await localStackHealth(port, undefined, IDENTIFY_MS);
  const who = health ? `another LocalStack (${health.version})` : "something else";
  const program = await listenerOf(port);
  return program ? `${who}, ${program}` : who;
}

/** The program that listens, such as `node (pid 4711)`, where the system has a tool that tells. */
async function listenerOf(port: number): Promise<string | undefined> {
  const { stdout = "", failed } = await execa("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-F", "pc"], {
    reject: false,
  });
  return failed ? undefined : parseListener(stdout);
}

/** The first of lsof's lines `p<pid>`, `c<command>`. */
export function parseListener(output: string): string | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const command = /^c(.+)$/m.exec(output)?.[1];
  return pid && command && `${command} (pid ${pid})`;
}

const otherPort = (port: number): number => (port < 65_000 ? port + 1 : port - 1);
