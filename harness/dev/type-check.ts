import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { run } from "../localstack/process/supervised-command.ts";

export interface TypeCheckOptions {
  root: string;
  signal: AbortSignal;
  /** Called with the errors whenever they have changed; the first time only if there are any. */
  onErrors: (errors: readonly string[]) => void;
}

/** Runs the project's `tsc` beside everything else, until the signal. Does nothing in a project without TypeScript. */
export async function watchTypes({ root, signal, onErrors }: TypeCheckOptions): Promise<void> {
  const tsc = await projectsCompiler(root);
  if (!tsc || !existsSync(join(root, "tsconfig.json"))) return;
  const report = new TypeErrors(onErrors);
  const args = [tsc, "--watch", "--noEmit", "--preserveWatchOutput", "--pretty", "false"];
  const env = { PATH: process.env.PATH ?? "" };
  const ended = await run(process.execPath, args, {
    env,
    cwd: root,
    signal,
    onLine: (line) => report.add(line),
  });
  if (!signal.aborted)
    onErrors([`tsc has ended with code ${ended.exitCode}: types are not checked any more`]);
}

async function projectsCompiler(root: string): Promise<string | undefined> {
  try {
    const manifest = createRequire(join(root, "package.json")).resolve("typescript/package.json");
    const { bin } = JSON.parse(await readFile(manifest, "utf8")) as { bin: { tsc: string } };
    return join(dirname(manifest), bin.tsc);
  } catch {
    return undefined;
  }
}

/** Reads what `tsc --watch` writes. */
export class TypeErrors {
  readonly #onErrors: (errors: readonly string[]) => void;
  #found: string[] = [];
  #reported = "";

  constructor(onErrors: (errors: readonly string[]) => void) {
    this.#onErrors = onErrors;
  }

  add(line: string): void {
    if (/error TS\d+:/.test(line)) this.#found.push(line.trim());
    if (!/Found \d+ errors?\. Watching/.test(line)) return;
    const errors = this.#found;
    this.#found = [];
    const text = errors.join("\n");
    if (text === this.#reported) return;
    this.#reported = text;
    this.#onErrors(errors);
  }
}
