import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { whyDockerFails } from "./daemon.ts";
import { dockerAbsent, dockerDown, dockerForbidden, isWithoutDocker } from "./errors.ts";

const cause = new Error("could not find a working container runtime strategy");
const OTHER_USER = 65_534;
let folder: string;
let socket: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-"));
  socket = join(folder, "docker.sock");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A socket on which a daemon listens. */
async function listenOn(path: string) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}

describe("where Docker does not work", () => {
  test("without a socket and a command it is absent", async () => {
    const error = await whyDockerFails(cause, { PATH: folder }, [socket]);
    expect(error).toMatchObject({ code: "DOCKER_ABSENT" });
    expect(error.cause).toBe(cause);
  });

  test("with the command alone its daemon is down", async () => {
    writeFileSync(join(folder, "docker"), "");
    const error = await whyDockerFails(cause, { PATH: folder }, [socket]);
    expect(error).toMatchObject({ code: "DOCKER_DOWN" });
  });

  test("a socket that DOCKER_HOST names, and that is not there, says so", async () => {
    const error = await whyDockerFails(cause, { DOCKER_HOST: `unix://${socket}` }, []);
    expect(error).toMatchObject({ code: "DOCKER_DOWN" });
    expect(error.message).toContain(socket);
  });

  test("another machine that DOCKER_HOST names is said", async () => {
    const error = await whyDockerFails(cause, { DOCKER_HOST: "tcp://192.0.2.1:2375" }, []);
    expect(error).toMatchObject({ code: "DOCKER_DOWN" });
    expect(error.message).toContain("DOCKER_HOST=tcp://192.0.2.1:2375");
  });

  test("a socket that is closed to this user lacks permission", async () => {
    await using _ = await listenOn(socket);
    chmodSync(folder, 0o755);
    chmodSync(socket, 0o000);
    const isRoot = process.getuid?.() === 0;
    // the administrator may use any socket: try it as a user who may not
    if (isRoot) process.seteuid?.(OTHER_USER);
    try {
      const error = await whyDockerFails(cause, {}, [socket]);
      expect(error).toMatchObject({ code: "DOCKER_FORBIDDEN" });
      expect(error.message).toContain(socket);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test("every error names the embedded LocalStack as the way out", async () => {
    for (const make of [dockerAbsent, dockerDown, dockerForbidden]) {
      const error = make("x");
      expect(error.message).toContain("TARGET=embedded");
      expect(isWithoutDocker(error)).toBe(true);
    }
  });
});
