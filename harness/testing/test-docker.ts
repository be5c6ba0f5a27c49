import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { defineCommand, runCommand } from "../cli/terminal/command.ts";
import { connectDocker } from "../localstack/docker/daemon.ts";
import { ensureImage, LOCALSTACK_IMAGE, NODE_RUNTIME_IMAGE } from "../localstack/docker/images.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";

/** One run of vitest, and where it writes its counts. */
interface Run {
  title: string;
  report: string;
  args: readonly string[];
  env?: Record<string, string>;
}

const RUNS: readonly Run[] = [
  {
    title: "the end-to-end suites on TARGET=container",
    report: "reports/docker-e2e.json",
    // a function's first container takes a second of a processor: files at once would only wait for each other
    args: ["--project", "e2e", "--project", "harness", "--no-file-parallelism", "--testTimeout=120000"],
    // with these vitest.config.ts writes the report
    env: { TARGET: "container", CI: "true", REPORT: "docker-e2e" },
  },
  {
    title: "containers side by side, and docker compose",
    report: "reports/docker.json",
    args: ["--config", "vitest.docker.config.ts"],
  },
];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Neither Docker's own images nor stand-ins are to be had. */
class NoImagesError extends Error {
  override readonly name = "NoImagesError";

  constructor(cause: unknown) {
    super(
      "the container suites lack what they run on; on Debian, as root, STANDINS=1 npm run test:docker builds stand-ins",
      { cause },
    );
  }
}

const command = defineCommand(
  "test:docker",
  "Runs the end-to-end suites on LocalStack's container image, and checks docker compose.",
  [
    "npm run test:docker                  with the official images, which are pulled where they are missing",
    "STANDINS=1 npm run test:docker       builds stand-ins of them from packages (Debian, root)",
  ],
);

await runCommand(command, async (signal) => {
  const started = performance.now();
  await provideImages(signal);
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const run of RUNS) {
    const counts = await runVitest(run, signal);
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `docker: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped in ${seconds} s`,
  );
  if (total.failed > 0) process.exitCode = 1;
});

/** The official images, or stand-ins where that was asked for, and in CI where no registry gives them. */
async function provideImages(signal: AbortSignal): Promise<void> {
  if (process.env.STANDINS === "1") return buildStandins(signal);
  try {
    const docker = await connectDocker();
    for (const image of [LOCALSTACK_IMAGE, NODE_RUNTIME_IMAGE])
      await ensureImage(docker, image, { onProgress: (step) => console.log(step), signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!process.env.CI) throw new NoImagesError(error);
    console.log(`${error instanceof Error ? error.message : error}\nbuilding stand-ins instead`);
    await buildStandins(signal);
  }
}

async function buildStandins(signal: AbortSignal): Promise<void> {
  const script = join(PROJECT_ROOT, ".ci/standins/standins.sh");
  await execa(script, ["up"], { stdio: "inherit", cancelSignal: signal });
}

async function runVitest({ title, report, args, env }: Run, signal: AbortSignal): Promise<Counts> {
  console.log(`\n-- ${title}`);
  await rm(join(PROJECT_ROOT, report), { force: true });
  const { exitCode } = await execa("vitest", ["run", ...args], {
    cwd: PROJECT_ROOT,
    preferLocal: true,
    stdio: "inherit",
    reject: false,
    cancelSignal: signal,
    ...(env && { env }),
  });
  signal.throwIfAborted();
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
    await readFile(join(PROJECT_ROOT, report), "utf8"),
  ) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
  // a run may break without a failing test: in its set-up, or when LocalStack ends
  const failed = exitCode === 0 ? numFailedTests : Math.max(numFailedTests, 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}
