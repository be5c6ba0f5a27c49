import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { run } from "../localstack/process/supervised-command.ts";
import { cdklocalEnvironment, essence, runCdklocal } from "./cdklocal.ts";

vi.mock("../localstack/process/supervised-command.ts");

const options = {
  endpoint: "http://localhost:4999",
  root: PROJECT_ROOT,
  folder: "/project/.localstack/deploy-1",
};
const environment = (users: NodeJS.ProcessEnv = {}) => cdklocalEnvironment(options, users);

describe("cdklocal that fails", () => {
  test.each([
    [
      "Error: no table name\n    at x (/app/stack.ts:1:1)",
      "CDKLOCAL_FAILED",
      /does not synthesise: Error: no table name/,
    ],
    [
      "hello\nENOENT: no such file or directory, open '/project/.localstack/deploy-1/manifest.json'",
      "CDKLOCAL_FAILED",
      /^the CDK app ended without a cloud assembly: create its stacks/,
    ],
    [
      "Error: ENOSPC: no space left on device, write\n    at x (/app/stack.ts:1:1)",
      "DISK_FULL",
      /^the disk is full \(Error: ENOSPC: no space left on device, write\): .* in \/project\/\.localstack\/deploy-1; free some/,
    ],
  ])("with %j is %s", async (output, code, message) => {
    vi.mocked(run).mockResolvedValue({ exitCode: 1, output });
    const failed = runCdklocal(["synth"], options);
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

test("a project without the CDK gets no command that fails, but what to install", async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "cdklocal-")));
  await expect(runCdklocal(["synth"], { ...options, root })).rejects.toMatchObject({
    code: "PEER_MISSING",
    message: `${root} has no aws-cdk: npm install --save-dev aws-cdk`,
  });
  await rm(root, { recursive: true });
});

describe("cdklocal's environment", () => {
  test("reaches LocalStack and nothing else", () => {
    expect(environment()).toMatchObject({
      AWS_ENDPOINT_URL: "http://localhost:4999",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:4999",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      CDK_DISABLE_CLI_TELEMETRY: "true",
      CDK_DISABLE_VERSION_CHECK: "1",
    });
  });

  test("names the account and the region of a stack", () => {
    const target = { account: "123456789012", region: "eu-west-1" };
    expect(cdklocalEnvironment({ ...options, ...target }, {})).toMatchObject({
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
    });
  });

  test("lets cdklocal pass its settings on: it drops every AWS variable that is not allowed", () => {
    const allowed = environment().AWS_ENVAR_ALLOWLIST?.split(",");
    for (const name of Object.keys(environment()))
      if (/^AWS_(?!ENDPOINT_URL|ENVAR)/.test(name)) expect(allowed).toContain(name);
  });

  test.each([
    ["AWS_PROFILE", "production"],
    ["AWS_SESSION_TOKEN", "real"],
    ["CDK_DEFAULT_ACCOUNT", "123456789012"],
    ["LOCALSTACK_HOSTNAME", "elsewhere"],
    ["EDGE_PORT", "1"],
    ["CDK_PROFILE", "production"],
    ["CDK_ROLE_ARN", "arn:aws:iam::123456789012:role/deploy"],
    ["CDK_OUTDIR", "/elsewhere"],
    ["CDK_HOME", "/elsewhere"],
  ])("drops the user's %s", (name, value) => expect(environment({ [name]: value })).toEqual(environment()));

  test.each([
    ["STAGE", "blue"],
    ["HOME", "/home/rex"],
    ["NODE_ENV", "production"],
    ["NODE_OPTIONS", "--max-old-space-size=8192"],
    ["NODE_EXTRA_CA_CERTS", "/company.pem"],
    ["CDK_DOCKER", "podman"],
    ["CDK_DEPLOY_ACCOUNT", "123456789012"],
    ["npm_config_registry", "https://npm.example"],
    ["npm_package_version", "1.2.3"],
    ["TEST", "1"],
  ])("keeps %s, as an app gets it from the CDK", (name, value) =>
    expect(environment({ [name]: value })).toEqual({ ...environment(), [name]: value }),
  );

  test("keeps a proxy for bundlers, which takes no request to LocalStack", () => {
    const kept = environment({ HTTPS_PROXY: "http://proxy:3128" });
    expect(kept).toMatchObject({
      HTTPS_PROXY: "http://proxy:3128",
      NO_PROXY: expect.stringMatching(/localhost/),
    });
  });

  test("is the same in a test run", () => {
    const vitest = { VITEST: "true", VITEST_MODE: "RUN", TEST: "true", NODE_ENV: "test" };
    expect(environment(vitest)).toEqual(environment());
    expect(environment({ ...vitest, NODE_ENV: "production" })).toMatchObject({ NODE_ENV: "production" });
  });

  test("keeps the CDK's own files in the project", () =>
    expect(environment().CDK_HOME).toBe("/project/.localstack/cdk"));

  test("runs everything on this Node.js", () => {
    expect(environment({ PATH: "/bin" }).PATH).toMatch(new RegExp(`^${dirname(process.execPath)}:.*:/bin$`));
  });
});

describe("what a failed command says", () => {
  test("is the error and its place, without stack frames", () => {
    const output = `/project/bin/app.ts:9
throw new Error("no table name");
      ^

Error: no table name
    at Object.<anonymous> (/project/bin/app.ts:9:7)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v24.21.0
Subprocess exited with error 1
`;
    expect(essence(output)).toBe("Error: no table name\n(/project/bin/app.ts:9:7)");
  });

  test("of a file that is not JavaScript is at this file, and not where it was loaded", () => {
    const output = `/project/app.js:8
const const stack = new Stack(new App(), "Shop");
      ^^^^^

SyntaxError: Unexpected token 'const'
    at wrapSafe (node:internal/modules/cjs/loader:1804:18)
    at Module._compile (/project/loader.js:86:20)
Node.js v24.21.0`;
    expect(essence(output)).toBe("SyntaxError: Unexpected token 'const'\n(/project/app.js:8)");
  });

  test("leaves out what the CDK and esbuild say of their progress", () => {
    const output = `Bundling asset Shop/Hello/Code/Stage...

  ...building/index.js  1.1kb

⚡ Done in 13ms
✘ [ERROR] Expected identifier but found "{"

node:internal/modules/run_main:107
    triggerUncaughtException(
    ^

[«FailedToBundleAsset» Failed to bundle asset Shop/Hello/Code/Stage, bundle output is located at /project/cdk.out/1: Error: spawnSync pnpm ENOENT
    ...aws-cdk-lib...
    (no user code in 10 frames, use --stack-trace-limit to capture more)
Relates to construct:
    <.> (aws-cdk-lib.App)
     └─ Shop (aws-cdk-lib.Stack)

Node.js v24.21.0
npx tsx bin/shop.ts: Subprocess exited with error 1
`;
    expect(essence(output)).toBe(
      '✘ [ERROR] Expected identifier but found "{"\n[«FailedToBundleAsset» Failed to bundle asset Shop/Hello/Code/Stage: Error: spawnSync pnpm ENOENT',
    );
  });

  test.each(["aws-cdk-lib", "@aws-cdk/aws-glue-alpha"])("names the missing package %s", (name) => {
    const output = `Error: Cannot find module '${name}/lib/x'
Require stack:
- /project/bin/app.ts
    at Module._resolveFilename (node:internal/modules/cjs/loader:1564:15) {
  code: 'MODULE_NOT_FOUND',
}`;
    expect(essence(output)).toBe(`the package ${name} is not installed: npm install --save-dev ${name}`);
  });

  test("leaves out the properties of an error", () => {
    const output = `Error: Transform failed with 1 error:
/project/bin/app.ts:1:55: ERROR: Unexpected ";"
    at failureErrorWithLog (/project/node_modules/esbuild/lib/main.js:1748:15)
    at handle (/project/node_modules/esbuild/lib/main.js:673:9) {
  errors: [
    { text: 'Unexpected ";"' }
  ],
  name: 'TransformError'
}

Node.js v24.21.0`;
    expect(essence(output)).toBe(
      'Error: Transform failed with 1 error:\n/project/bin/app.ts:1:55: ERROR: Unexpected ";"',
    );
  });

  test("keeps a missing file of the project, and places nothing in Node.js", () => {
    const output =
      "Error: Cannot find module './orders'\n    at f (node:internal/modules/cjs/loader:1564:15) {\n";
    expect(essence(output)).toBe("Error: Cannot find module './orders'");
  });

  test("is each error of the compiler", () => {
    const output =
      "lib/stack.ts(3,5): error TS2322: Type 'string' is not assignable.\nSubprocess exited with error 2\n";
    expect(essence(output)).toBe("lib/stack.ts(3,5): error TS2322: Type 'string' is not assignable.");
  });
});
