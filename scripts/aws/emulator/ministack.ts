import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import getPort from "get-port";
import { ensureVenv, pythonOf } from "localstack-harness/python";

/** An emulator of AWS that is not LocalStack. Disposing of it ends it and forgets what it held. */
export interface Emulator extends AsyncDisposable {
  endpoint: string;
}

/** It ended, or did not answer in time. */
export class EmulatorFailedError extends Error {
  override readonly name = "EmulatorFailedError";

  constructor(what: string, output: string) {
    super(`MiniStack ${what}: ${output.trim().split("\n").slice(-5).join("; ") || "it says nothing"}`);
  }
}

const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const COMPANION = join(import.meta.dirname, "companion.py");
/** Milliseconds until it answers, on a busy machine. */
const START_WITHIN = 60_000;
const STOP_WITHIN = 10_000;

/** The Python of MiniStack's environment, which the first call on a machine makes. */
export async function installMiniStack(signal: AbortSignal): Promise<string> {
  return pythonOf(await ensureVenv({ title: "MiniStack", requirements: REQUIREMENTS, signal }));
}

/** Starts MiniStack on a free loopback port, with separate environment variables. */
export async function startMiniStack(
  python: string,
  account: string,
  region: string,
  signal: AbortSignal,
): Promise<Emulator> {
  const port = await getPort({ host: "127.0.0.1" });
  const folder = await mkdtemp(join(tmpdir(), "petcuddleotron-ministack-"));
  const temporary = join(folder, "tmp");
  await mkdir(temporary);
  const run = execa(python, ["-I", COMPANION], {
    cwd: folder,
    extendEnv: false,
    env: {
      // functions run on the Node.js that runs this
      PATH: [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(":"),
      HOME: folder,
      TMPDIR: temporary,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      S3_DATA_DIR: join(folder, "s3"),
      // calls without a signature, such as those to an API, go to these
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      SFTP_ENABLED: "0",
      IOT_MTLS_ENABLED: "0",
    },
    all: true,
    reject: false,
    stdin: "ignore",
    buffer: { all: true },
    maxBuffer: 1_000_000,
  });
  const emulator: Emulator = {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      run.kill();
      const timer = setTimeout(() => run.kill("SIGKILL"), STOP_WITHIN);
      await run;
      clearTimeout(timer);
      await rm(folder, { recursive: true, force: true });
    },
  };
  const ended = run.then(({ all }) => {
    throw new EmulatorFailedError("has ended", all ?? "");
  });
  ended.catch(() => {}); // the race below reports it
  try {
    await Promise.race([ended, answers(emulator.endpoint, signal)]);
  } catch (error) {
    await emulator[Symbol.asyncDispose]();
    throw error;
  }
  return emulator;
}

async function answers(endpoint: string, signal: AbortSignal): Promise<void> {
  const until = Date.now() + START_WITHIN;
  for (;;) {
    const response = await fetch(`${endpoint}/_ministack/health`, { signal }).catch(() => undefined);
    if (response?.ok) return;
    signal.throwIfAborted();
    if (Date.now() > until) throw new EmulatorFailedError(`does not answer at ${endpoint}`, "");
    await sleep(100, undefined, { signal });
  }
}
