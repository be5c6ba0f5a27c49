import { expect, test } from "vitest";
import { assertUsableEndpoint, isBlockedPort } from "./ports.ts";

/** Whether Node.js itself refuses the port, without a connection. */
async function nodeBlocks(port: number): Promise<boolean> {
  const abort = new AbortController();
  const request = fetch(`http://127.0.0.1:${port}/`, { signal: abort.signal });
  // a blocked port fails before anything is sent
  setImmediate(() => abort.abort());
  const error = await request.then(
    () => undefined,
    (error: Error) => error,
  );
  return error?.cause instanceof Error && error.cause.message === "bad port";
}

test("the blocked ports are those that Node.js blocks", async () => {
  const ports = Array.from({ length: 11_000 }, (_, index) => index + 1).filter(
    (port) => isBlockedPort(port) || isBlockedPort(port - 1) || isBlockedPort(port + 1),
  );
  const blocked: number[] = [];
  for (const port of ports) if (await nodeBlocks(port)) blocked.push(port);
  expect(blocked).toEqual(ports.filter(isBlockedPort));
});

test.each([22, 5060, 6000, 10080])("an endpoint at port %i is refused with a sentence", (port) => {
  expect(() => assertUsableEndpoint(`http://localhost:${port}`)).toThrow(
    expect.objectContaining({
      code: "BLOCKED_PORT",
      message: expect.stringContaining(`port ${port} cannot`),
    }),
  );
});

test.each(["localhost", "http://localhost:NaN", "http://localhost:70000"])("%s is refused", (endpoint) => {
  const message = `${endpoint} is no address: name it as http://localhost:4566`;
  expect(() => assertUsableEndpoint(endpoint)).toThrow(
    expect.objectContaining({ code: "ENDPOINT_INVALID", message }),
  );
});

test.each(["http://localhost:4566", "http://localhost", "https://localstack.example"])(
  "%s is usable",
  (endpoint) => {
    expect(() => assertUsableEndpoint(endpoint)).not.toThrow();
  },
);
