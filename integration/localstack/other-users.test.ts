/** Promise: another user of the machine cannot use LocalStack. */
import { execa } from "execa";
import { ensureLocalStackVenv, pythonOf } from "localstack-harness/python";
import { expect, test } from "../app.ts";

/** A connection belongs to the user who opened it. */
const ASK = `
import os, socket, sys
user, port, request = int(sys.argv[1]), int(sys.argv[2]), sys.stdin.read()
os.seteuid(user)
connection = socket.socket()
os.seteuid(os.getuid())
connection.settimeout(60)
connection.connect(("127.0.0.1", port))
connection.sendall(request.encode())
response = b""
while part := connection.recv(65536):
    response += part
sys.stdout.write(response.decode())
`;
const ANOTHER = 65_534;

const request = (port: string, path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`;

const ask = async (user: number, endpoint: string, path: string) => {
  const { port } = new URL(endpoint);
  const python = pythonOf(await ensureLocalStackVenv());
  const { stdout } = await execa(python, ["-c", ASK, String(user), port], {
    input: request(port, path),
  });
  return stdout;
};

test("the user who started LocalStack is served", async ({ endpoint }) => {
  expect(await ask(process.geteuid?.() ?? 0, endpoint, "/_localstack/health")).toMatch(/^HTTP\/1\.1 200 /);
});

test.runIf(process.getuid?.() === 0)(
  "another user is refused, whatever is asked for",
  async ({ endpoint }) => {
    for (const path of ["/_localstack/health", "/_aws/ses", "/_harness/clock", "/no-bucket/key"]) {
      const response = await ask(ANOTHER, endpoint, path);
      expect(response, path).toMatch(/^HTTP\/1\.1 403 .*belongs to another user of this machine/s);
    }
  },
);
