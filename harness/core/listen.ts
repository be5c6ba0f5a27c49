import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { isBlockedPort } from "./ports.ts";

export const LOOPBACK = "127.0.0.1";

/** Ports that are tried one after the other, before any free one. */
const TRIED = 10;

/**
 * Listens for programs of this machine, on the first free port from this one on, else on any.
 * @returns the port
 */
export async function listenFrom(first: number, server: Server): Promise<number> {
  const ports = Array.from({ length: TRIED }, (_, index) => first + index).filter(
    (port) => port <= 65_535 && !isBlockedPort(port),
  );
  for (const port of [...ports, 0]) {
    server.listen(port, LOOPBACK);
    try {
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error("no port is free");
}
