/** Promise: docs/loop.md shows a session as `dev` prints it. `npm run pictures` records it again. */
import { readFile, writeFile } from "node:fs/promises";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import getPort from "get-port";
import { clientConfig, deployedProject, loadProject } from "localstack-harness";
import { ensureLocalStackVenv, pythonOf } from "localstack-harness/python";
import { expect, test } from "vitest";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";
import { terminalPicture } from "./terminal-picture.ts";

const FILE = "docs/pictures/dev-session.svg";
const TITLE = "A session of localstack-harness dev";
const START = "Changes, executions and mails:";
const API = `
import { LambdaIntegration, RestApi } from "aws-cdk-lib/aws-apigateway";
const api = new RestApi(stack, "Api");
api.root.addResource("cuddles").addMethod("GET", new LambdaIntegration(bundled));
new CfnOutput(stack, "Url", { value: api.url });
`;
const HANDLER = `
import { greeting } from "./greeting.ts";
export const handler = async () => ({ statusCode: 200, body: greeting });
`;

test("the recorded session is as dev prints it", async () => {
  await using project = await TestProject.create({
    ...SHOP,
    "app.ts": `${SHOP["app.ts"]}${API}`,
    "functions/bundled/handler.ts": HANDLER,
  });
  const terminal = pythonOf(await ensureLocalStackVenv());
  await using dev = await DevRun.start(project.root, await getPort(), {
    terminal,
    env: { TERM: "xterm-256color" },
  });
  const { outputs } = await deployedProject(await loadProject(project.root), dev.endpoint);
  const shown = async (act: () => Promise<unknown>, line: RegExp) => {
    const mark = dev.output.length;
    await act();
    await dev.says(line, 60_000, mark);
  };
  const greet = (text: string) => project.write("functions/bundled/greeting.ts", text);

  await shown(() => greet(`export const greeting: string = "Cuddle Rex";\n`), /new code of/);
  await shown(() => fetch(`${outputs.Url}cuddles`), /GET \/.*cuddles 200/);
  await shown(() => greet("export const greeting = (;\n"), /Unexpected[\s\S]*goes on/);
  await shown(() => greet(`export const greeting = "Cuddle Tom";\n`), /the error is gone/);
  await shown(
    () => project.edit("app.ts", `Result.fromString("one")`, `Result.fromString("two")`),
    /Shop: definition of/,
  );
  await shown(async () => {
    const sfn = new SFNClient(clientConfig(dev.endpoint));
    const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:shop-machine";
    await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    sfn.destroy();
  }, /SUCCEEDED/);
  const end = dev.output.length;
  // the project is removed next
  dev.process.stdin.write("q");
  await dev.process;
  const session = dev.output
    .slice(dev.output.lastIndexOf(START) + START.length, end)
    .trim()
    .split("\n")
    // an execution that has ended when it is looked at has not been seen running
    .filter((line) => !line.includes("RUNNING"))
    .join("\n");
  const picture = terminalPicture(TITLE, `$ npx localstack-harness dev\n\n${START}\n\n${session}`);
  if (process.env.UPDATE_PICTURES) await writeFile(FILE, picture);
  expect(withoutNumbers(await readFile(FILE, "utf8"))).toEqual(withoutNumbers(picture));
});

/** Times, durations, ids and the size that follows from them are others in each run. */
const withoutNumbers = (picture: string): string[] =>
  picture
    .replaceAll(/<\/?[^>]*>/g, "")
    .split("\n")
    .map((line) =>
      line
        .replaceAll(/[\da-f-]*\d[\da-f-]*/g, "#")
        .replaceAll(/ +/g, " ")
        .trim(),
    );
