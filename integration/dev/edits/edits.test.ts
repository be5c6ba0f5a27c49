import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { hasCode, poll, startLocalStack } from "localstack-harness";
import { expect, test } from "vitest";
import { DevRun } from "../dev-run.ts";
import { TestProject } from "../project.ts";
import { FIRST, filesOf } from "./edited-app.ts";
import { expectNoGrowth, footprint } from "./footprint.ts";
import { RandomEdits } from "./random-edits.ts";
import { type RunningApp, runningApp } from "./running-app.ts";

const COMMAND = resolve(import.meta.dirname, "../../../harness/cli/bin.mjs");
/** How many edits are made; 200 take a quarter of an hour. */
const EDITS = Number(process.env.EDITS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
/** The most milliseconds from one edit to the next: some come while `dev` is at work on others. */
const NEXT_MS = 2_500;
/** Milliseconds in which everything must have been brought to the app. */
const SETTLED_MS = 180_000;
/** Where the text of an edit of everything is: three answers and their variable, twice in the page, a state, an output. */
const PLACES = 9;

test(`after ${EDITS} edits (SEED=${SEED}), what runs is what a deployment of the same files makes`, {
  timeout: 3_600_000,
}, async () => {
  await using project = await TestProject.create(filesOf(FIRST));
  const temporary = await mkdtemp(join(tmpdir(), "edits-"));
  try {
    await using dev = await DevRun.start(project.root, await getPort(), { env: { TMPDIR: temporary } });
    const edits = new RandomEdits(project, SEED);
    const settle = async () => {
      const mark = await edits.mend();
      await poll({ awaiting: `${mark} everywhere`, within: SETTLED_MS }, async () => {
        const text = await runningApp(dev.endpoint).then(JSON.stringify, String);
        const shown = [...text.matchAll(new RegExp(`${mark}["<]`, "g"))].length;
        const { mood, shade } = edits.state;
        // settings may need a deployment after the one that brings the rest
        const isSet = text.includes(`"MOOD":"${mood}"`) && text.includes(`"SHADE":"${shade}"`);
        return shown === PLACES && isSet ? { done: true } : { seen: `${text}\n${dev.output.slice(-3_000)}` };
      });
    };
    await settle();
    const before = await footprint(project.root, temporary);
    expect(before.processes.join("\n")).toMatch(/localstack\.runtime\.main/);
    expect(before.ports).toBeGreaterThan(1);
    for (let at = 0; at < EDITS; at++) {
      const mark = dev.output.length;
      await edits.next();
      await dev.says(/\n.*\n/, NEXT_MS, mark).catch(ignoreDeadline);
    }
    await settle();
    await expectNoGrowth(before, project.root, temporary);
    const live = await runningApp(dev.endpoint);
    expect(live, dev.output).toEqual(await deployedAgain(project.root));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
});

function ignoreDeadline(error: unknown): void {
  if (!hasCode(error, "DEADLINE")) throw error;
}

/** What a deployment of a project's files to a new LocalStack makes. */
async function deployedAgain(root: string): Promise<RunningApp> {
  await using localStack = await startLocalStack({ port: 0 });
  const port = new URL(localStack.endpoint).port;
  await execa(process.execPath, [COMMAND, "deploy", "--port", port], { cwd: root });
  return await runningApp(localStack.endpoint);
}
