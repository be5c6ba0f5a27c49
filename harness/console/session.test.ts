import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepSession, keptSession, newSecrets, openingAddress, type Session } from "./session.ts";

const endpoint = "http://localhost:4566";

async function folder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "console-session-"));
  onTestFinished(() => rm(root, { recursive: true }));
  return root;
}

const newSession = (): Session => {
  const secrets = newSecrets();
  return { ...secrets, address: `http://127.0.0.1:5566/${secrets.id}` };
};

test("a session is kept for its owner alone, until it ends", async () => {
  const root = await folder();
  const session = newSession();
  const kept = await keepSession(root, endpoint, session);
  expect(await keptSession(root, endpoint)).toEqual(session);
  expect(await keptSession(root, "http://localhost:4567")).toBeUndefined();
  const file = join(root, ".localstack", "console-4566.json");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await kept[Symbol.asyncDispose]();
  expect(await keptSession(root, endpoint)).toBeUndefined();
});

test("the end of one session leaves a later one", async () => {
  const root = await folder();
  const first = await keepSession(root, endpoint, newSession());
  const later = newSession();
  await keepSession(root, endpoint, later);
  await first[Symbol.asyncDispose]();
  expect(await keptSession(root, endpoint)).toEqual(later);
});

test("no two sessions share a secret, and the address has the token", () => {
  const [a, b] = [newSession(), newSession()];
  expect(new Set([a.id, b.id, a.token, b.token]).size).toBe(4);
  expect(openingAddress(a)).toBe(`${a.address}/?token=${a.token}`);
});
