/** Promise: commands work on MiniStack as on LocalStack, and leave nothing. */
import { isDeepStrictEqual } from "node:util";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { execa } from "execa";
import getPort from "get-port";
import { clientConfig, poll } from "localstack-harness";
import { expect, test } from "localstack-harness/vitest";
import { reminderRequest } from "../../functions/reminder.fixture.ts";
import { PROJECT_ROOT } from "../../scripts/app/petcuddleotron.ts";
import { DevRun } from "../dev/dev-run.ts";
import { nothingIsLeft } from "../dev/nothing-is-left.ts";
import { SHOP, TestProject } from "../dev/project.ts";

const env = { TARGET: "ministack" };

test("start runs the app, follows a reminder to both mails, and ends with Ctrl-C", async () => {
  const port = await getPort();
  await using run = await DevRun.start(PROJECT_ROOT, port, { command: "start", env });
  expect(run.output).toContain(`Start MiniStack: MiniStack 1.5.33, at http://localhost:${port}`);
  expect(run.output).not.toContain("Console");
  const [, api] = /^ {2}API +(\S+)$/m.exec(run.output) ?? [];
  const [, site = ""] = /^ {2}Site +(\S+)$/m.exec(run.output) ?? [];
  expect(await (await fetch(site)).text()).toContain("<html");
  const response = await fetch(`${api}/petcuddleotron`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(reminderRequest({ waitSeconds: 1 })),
  });
  const { id } = (await response.json()) as { id: string };
  await run.says(new RegExp(`${id}  mail to .*cuddle`));
  await run.says(new RegExp(`${id}  mail to .*Pet cuddle request completed`));
  run.process.kill("SIGINT");
  expect((await run.process).exitCode).toBe(130);
  await expect(fetch(run.endpoint)).rejects.toThrow();
});

test("dev brings a changed function and a changed stack to it, and leaves nothing when it is killed", async () => {
  await using project = await TestProject.create(SHOP);
  const port = await getPort();
  await using run = await DevRun.start(project.root, port, { env });
  const lambda = new LambdaClient(clientConfig(run.endpoint));
  const answers = (expected: object) =>
    poll({ awaiting: JSON.stringify(expected), within: 60_000 }, async () => {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "shop-bundled" }));
      const answer = JSON.parse(Payload?.transformToString() ?? "{}");
      return isDeepStrictEqual(answer, expected) ? { done: true } : { seen: JSON.stringify(answer) };
    });
  await answers({ says: "one", colour: "red" });
  await project.edit("functions/bundled/greeting.ts", "one", "two");
  await run.says(/new code of shop-bundled/);
  await answers({ says: "two", colour: "red" });
  await project.edit("app.ts", 'COLOUR: "red"', 'COLOUR: "blue"');
  await answers({ says: "two", colour: "blue" });
  lambda.destroy();
  run.process.kill("SIGKILL");
  await nothingIsLeft(project.root, port);
});

test("suites that prove what LocalStack does are refused by name", async () => {
  for (const suites of ["harness", "emulation"]) {
    const { exitCode, all } = await execa("vitest", ["run", "--project", suites], {
      preferLocal: true,
      cwd: PROJECT_ROOT,
      env,
      all: true,
      reject: false,
    });
    expect(all).toContain(`the ${suites} suites need LocalStack, and TARGET is ministack: unset TARGET`);
    expect(exitCode).toBe(1);
  }
});

test("dev --inspect says that it needs LocalStack", async () => {
  await using project = await TestProject.create(SHOP);
  const starting = DevRun.start(project.root, await getPort(), { args: ["--inspect"], env });
  await expect(starting).rejects.toThrow(
    "the inspector of functions is not available on MiniStack 1.5.33, only on LocalStack",
  );
});
