import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { connect, deployedProject, type LocalStack, loadProject, startLocalStack } from "localstack-harness";
import { PROJECT_ROOT, STACK_NAME } from "../../app/petcuddleotron.ts";
import { postReminder } from "../../app/post-reminder.ts";
import { cdklocal } from "../cdklocal.ts";
import { type Comparison, timed } from "../figures.ts";
import { FUNCTION, writeMarked } from "../reload.ts";
import { whileRunning } from "../while-running.ts";

const WITHIN_MS = 300_000;

/**
 * Starts of the app by the harness, and by the plain way: LocalStack, `cdklocal bootstrap` and `cdklocal deploy`, by turns.
 */
export async function startTimes(signal: AbortSignal, turns: number): Promise<Comparison[]> {
  const changed: Times = { title: "start of a changed app, until it is deployed", ours: [], peer: [] };
  const unchanged: Times = {
    title: "restart of an unchanged app, to its first response",
    ours: [],
    peer: [],
  };
  await using kept = await KeptApp.create(signal);
  for (let turn = 1; turn <= turns; turn++) {
    console.log(`starts: turn ${turn} of ${turns}`);
    await edited(async () => changed.ours.push(await byHarness(signal)));
    await edited(async () => changed.peer.push(await plainly(signal)));
    unchanged.ours.push(await kept.restart());
    unchanged.peer.push(await plainly(signal));
  }
  return [changed, unchanged];
}

interface Times extends Comparison {
  ours: number[];
  peer: number[];
}

/** Milliseconds until the command has started LocalStack and deployed the app. */
async function byHarness(signal: AbortSignal): Promise<number> {
  const port = await getPort();
  try {
    const [time] = await timed(() => command(signal, "up", "--port", `${port}`));
    return time;
  } finally {
    await command(undefined, "down", "--port", `${port}`);
  }
}

/** Milliseconds until LocalStack, without the patches that make it faster, has the app. */
async function plainly(signal: AbortSignal): Promise<number> {
  let localStack: LocalStack | undefined;
  try {
    const [time] = await timed(async () => {
      localStack = await startLocalStack({ port: 0, signal, env: { HARNESS_PATCHES: "compat" } });
      const { endpoint } = localStack;
      await cdklocal(["bootstrap"], { root: PROJECT_ROOT, endpoint, signal });
      await cdklocal(["deploy", STACK_NAME, "--require-approval", "never"], {
        root: PROJECT_ROOT,
        endpoint,
        signal,
      });
    });
    return time;
  } finally {
    await localStack?.stop();
  }
}

/** The app on a LocalStack that keeps its state while it is stopped. */
class KeptApp implements AsyncDisposable {
  readonly #port: number;
  readonly #apiUrl: string;
  readonly #signal: AbortSignal;

  private constructor(port: number, apiUrl: string, signal: AbortSignal) {
    this.#port = port;
    this.#apiUrl = apiUrl;
    this.#signal = signal;
  }

  static async create(signal: AbortSignal): Promise<KeptApp> {
    const port = await getPort();
    await command(signal, "up", "--keep", "--port", `${port}`);
    const apiUrl = await apiUrlAt(port, signal);
    await command(undefined, "down", "--port", `${port}`);
    return new KeptApp(port, apiUrl, signal);
  }

  /** Milliseconds from the command to the first response of the API. */
  async restart(): Promise<number> {
    try {
      const [time] = await timed(async () => {
        await command(this.#signal, "up", "--keep", "--port", `${this.#port}`);
        const { status } = await fetch(`${this.#apiUrl}/nowhere`, { signal: this.#signal });
        if (status !== 404) throw new Error(`the API answered ${status} to a path that it does not have`);
      });
      return time;
    } finally {
      await command(undefined, "down", "--port", `${this.#port}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of [`kept-${this.#port}`, `deployed-${this.#port}.json`])
      await rm(join(PROJECT_ROOT, ".localstack", name), { recursive: true, force: true });
  }
}

/** Does something while a function of the app has a new text. */
async function edited(action: () => Promise<unknown>): Promise<void> {
  const path = join(PROJECT_ROOT, FUNCTION.file);
  const original = await readFile(path, "utf8");
  try {
    await writeMarked(PROJECT_ROOT, FUNCTION, original, `${Date.now()}`);
    await action();
  } finally {
    await writeFile(path, original);
  }
}

const command = (signal: AbortSignal | undefined, ...args: string[]) =>
  execa("localstack-harness", args, {
    preferLocal: true,
    cwd: PROJECT_ROOT,
    ...(signal && { cancelSignal: signal }),
  });

/** Milliseconds from `git clone`, as a user with an empty home, to the first mail. Packages come from their registries. */
export async function cleanCloneTime(signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "clean-clone-"));
  const [root, home] = [join(folder, "app"), join(folder, "home")];
  await mkdir(home);
  const port = await getPort();
  const options = { cwd: root, env: { HOME: home }, cancelSignal: signal };
  const started = performance.now();
  try {
    await execa("git", ["clone", "--quiet", PROJECT_ROOT, root], { cancelSignal: signal });
    await execa("npm", ["ci"], options);
    const app = execa("npm", ["start", "--", "--port", `${port}`], { ...options, all: true, reject: false });
    return await whileRunning(app, { ready: "xecutions and mails:", within: WITHIN_MS, signal }, async () => {
      await using harness = await connect({ endpoint: `http://localhost:${port}` });
      const email = harness.inbox.address();
      await postReminder(await apiUrlAt(port, signal), { waitSeconds: 0, email }, signal);
      await harness.inbox.receive({ to: email });
      return performance.now() - started;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function apiUrlAt(port: number, signal: AbortSignal): Promise<string> {
  const project = await loadProject(PROJECT_ROOT);
  const { outputs } = await deployedProject(project, `http://localhost:${port}`, signal);
  return outputs.ApiUrl ?? "";
}
