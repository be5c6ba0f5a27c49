import { dirname } from "node:path";
import { expect, test } from "vitest";
import { cdklocalEnvironment } from "./cdklocal.ts";

const endpoint = "http://localhost:4999";

test("reaches LocalStack and nothing else", () => {
  expect(cdklocalEnvironment(endpoint, {})).toMatchObject({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    CDK_DISABLE_CLI_TELEMETRY: "true",
    CDK_DISABLE_VERSION_CHECK: "1",
  });
});

test("lets cdklocal pass its settings on: it drops every AWS variable that is not allowed", () => {
  const environment = cdklocalEnvironment(endpoint, {});
  const allowed = environment.AWS_ENVAR_ALLOWLIST?.split(",");
  for (const name of Object.keys(environment))
    if (/^AWS_(?!ENDPOINT_URL|ENVAR)/.test(name)) expect(allowed).toContain(name);
});

test.each([
  ["AWS_PROFILE", "production"],
  ["AWS_SESSION_TOKEN", "real"],
  ["CDK_DEFAULT_ACCOUNT", "123456789012"],
  ["LOCALSTACK_HOSTNAME", "elsewhere"],
  ["EDGE_PORT", "1"],
  ["HTTPS_PROXY", "http://proxy:3128"],
  ["http_proxy", "http://proxy:3128"],
  ["NODE_OPTIONS", "--inspect"],
  ["npm_config_registry", "https://elsewhere"],
])("drops the person's %s", (name, value) => {
  expect(cdklocalEnvironment(endpoint, { [name]: value })).toEqual(cdklocalEnvironment(endpoint, {}));
});

test("keeps what an app may ask for, and another home than the person's", () => {
  const environment = cdklocalEnvironment(endpoint, { STAGE: "blue", HOME: "/home/somebody" });
  expect(environment.STAGE).toBe("blue");
  expect(environment.HOME).toMatch(/\.localstack/);
});

test("runs everything on this Node.js", () => {
  expect(cdklocalEnvironment(endpoint, { PATH: "/bin" }).PATH).toMatch(
    new RegExp(`^${dirname(process.execPath)}:.*:/bin$`),
  );
});
