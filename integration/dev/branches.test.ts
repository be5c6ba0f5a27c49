/** Promise: many files that change at once make one update, settings count with what they import, and pages reload. */
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { execa } from "execa";
import getPort from "get-port";
import { clientConfig, deployedProject, loadProject } from "localstack-harness";
import { launchBrowser } from "localstack-harness/browser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

/** Files that a branch adds to a function. */
const FILES = 300;
const SITE = `
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import { RemovalPolicy } from "aws-cdk-lib/core";

const site = new Bucket(stack, "Site", {
  websiteIndexDocument: "index.html",
  publicReadAccess: true,
  blockPublicAccess: BlockPublicAccess.BLOCK_ACLS_ONLY,
  removalPolicy: RemovalPolicy.DESTROY,
});
new CfnOutput(stack, "SiteBucket", { value: site.bucketName });
new CfnOutput(stack, "SiteUrl", { value: site.bucketWebsiteUrl });
new CfnOutput(stack, "Mood", { value: String(stack.node.tryGetContext("mood")) });
`;
const PAGE = `<!doctype html><meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'"><title>one</title><body>one</body>
`;

let project: TestProject;
let dev: DevRun;
let lambda: LambdaClient;

const git = (...args: string[]) =>
  execa("git", ["-c", "user.name=Rex", "-c", "user.email=rex@example.com", ...args], { cwd: project.root });

const outputs = async () => (await deployedProject(await loadProject(project.root), dev.endpoint)).outputs;

beforeAll(async () => {
  project = await TestProject.create({
    ...SHOP,
    "app.ts": `${SHOP["app.ts"]}${SITE}`,
    "site/index.html": PAGE,
    "settings/mood.ts": `export const mood: string = "calm";\n`,
    "harness.config.ts": `import { defineConfig } from "localstack-harness";
import { mood } from "./settings/mood.ts";
export default defineConfig({ context: { mood }, site: { bucket: "SiteBucket", files: "site" } });
`,
    ".gitignore": ".localstack\ncdk.out\n",
  });
  await git("init", "--initial-branch", "one");
  await git("add", ".");
  await git("commit", "--message", "one");
  await git("switch", "--create", "two");
  for (let at = 0; at < FILES; at++)
    await project.write(`functions/plain/lib/part-${at}.js`, `exports.part = ${at};\n`);
  await project.edit("functions/plain/index.js", `says: "one"`, `says: "two"`);
  await project.edit("functions/bundled/greeting.ts", `"one"`, `"two"`);
  await project.edit("app.ts", `Result.fromString("one")`, `Result.fromString("two")`);
  await git("add", ".");
  await git("commit", "--message", "two");
  await git("switch", "one");
  dev = await DevRun.start(project.root, await getPort());
  lambda = new LambdaClient(clientConfig(dev.endpoint));
});

afterAll(async () => {
  await dev?.[Symbol.asyncDispose]();
  await project?.[Symbol.asyncDispose]();
});

test("an open page reloads by itself when it is saved", async () => {
  await using browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto((await outputs()).SiteUrl ?? "");
  await page.getByText("one").waitFor();
  await project.edit("site/index.html", "<body>one", "<body>two");
  await page.getByText("two").waitFor();
  await project.edit("site/index.html", "<body>two", "<body>one");
  await page.getByText("one").waitFor();
});

test.each(["two", "one"])(
  `a switch to branch %s changes the functions and the stack once`,
  async (branch) => {
    const mark = dev.output.length;
    await git("switch", branch);
    await dev.says(/Shop: .*definition of Machine.*\d ms/, 120_000, mark);
    const updates = dev.updatesSince(mark).join("\n");
    expect(updates.match(/new code of/g)).toHaveLength(1);
    expect(updates.match(/Shop: /g)).toHaveLength(1);
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "shop-plain" }));
    expect(JSON.parse(Payload?.transformToString() ?? "{}")).toEqual({ says: branch });
  },
);

test("a file that the settings import deploys the app with other settings", async () => {
  for (const mood of ["merry", "sleepy"]) {
    const mark = dev.output.length;
    await project.write("settings/mood.ts", `export const mood: string = "${mood}";\n`);
    await dev.says(new RegExp(`${join("settings", "mood.ts")}: +deployed the whole app`), 120_000, mark);
    expect((await outputs()).Mood).toBe(mood);
  }
});
