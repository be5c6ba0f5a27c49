import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const MODULE = pathToFileURL(join(import.meta.dirname, "localhost-names.mjs"));
const TLS_HANDSHAKE = 22;

/** The first byte that a program sends to a server, which is LocalStack for it. */
async function firstByte(program: (port: number) => string): Promise<number | undefined> {
  await using server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const code = `const { resolveLocalhostNames } = await import("${MODULE}"); resolveLocalhostNames(); ${program(port)}`;
  const running = execa(process.execPath, ["--input-type=module", "-e", code], {
    env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
    reject: false,
  });
  const [socket] = await once(server, "connection");
  const [data] = await once(socket, "data");
  socket.destroy();
  await running;
  return data[0];
}

test.each(["queue.localhost", "sync-localhost"])("the name %s is this machine", async (name) => {
  const program = (port: number) => `await fetch("http://${name}:${port}/").catch(() => {});`;
  expect(await firstByte(program)).toBe("G".charCodeAt(0));
});

test("an address of this machine may have the prefix of an operation", async () => {
  const program = (port: number) =>
    `const { default: http } = await import("http");
    http.get({ host: "sync-127.0.0.1", port: ${port} }).on("error", () => {});`;
  expect(await firstByte(program)).toBe("G".charCodeAt(0));
});

test.each([
  ["https", `import("https")`],
  ["node:https", `import("node:https")`],
  [
    "require",
    `import("node:module").then(({ createRequire }) => ({ default: createRequire("/")("https") }))`,
  ],
])("a request by %s to port 443 of LocalStack's name goes to LocalStack's port", async (_how, load) => {
  const program = () => `const { default: https } = await ${load};
    https.request({ host: "s3.localhost.localstack.cloud", path: "/" }).on("error", () => {}).end();`;
  expect(await firstByte(program)).toBe(TLS_HANDSHAKE);
});

test.each(["cognito-idp.eu-central-1.amazonaws.com", "pets.auth.us-east-1.amazoncognito.com"])(
  "a request by fetch to %s goes to LocalStack",
  async (host) => {
    const program = () => `await fetch("https://${host}/").catch(() => {});`;
    expect(await firstByte(program)).toBe(TLS_HANDSHAKE);
  },
);
