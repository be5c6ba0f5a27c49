import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "../project.ts";
import { type AppState, FIRST, filesOf } from "./edited-app.ts";

/** Numbers from 0 to 1 that follow from a seed. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Flag = AppState["broken"] extends ReadonlySet<infer Name> ? Name : never;

/** Another text for a part of the state. */
const other = (name: keyof AppState) => (state: AppState, mark: string) => ({ ...state, [name]: mark });

const toggled = (flag: Flag) => (state: AppState) => {
  const broken = new Set(state.broken);
  if (!broken.delete(flag)) broken.add(flag);
  return { ...state, broken };
};

/** All kinds of edits. */
const EDITS: Record<string, (state: AppState, mark: string) => AppState> = {
  "bundled function": other("greeting"),
  "JavaScript function": other("plain"),
  "Python function": other("snake"),
  page: other("page"),
  definition: other("result"),
  environment: other("colour"),
  output: other("output"),
  // an installation changes the lock file; packages are not watched
  package: (state, mark) => ({ ...state, installed: mark, greeting: mark }),
  "harness.config.ts": other("mood"),
  "cdk.json": other("shade"),
  "resource added or removed": (state) => ({ ...state, queues: (state.queues + 1) % 3 }),
  "function renamed": (state) => ({ ...state, renamed: (state.renamed + 1) % 3 }),
  "function added or removed": (state) => ({ ...state, hasThirdFunction: !state.hasThirdFunction }),
  "file of a function added or removed": (state) => ({ ...state, hasFileOfPlain: !state.hasFileOfPlain }),
  "page added or removed": (state) => ({ ...state, hasFileOfSite: !state.hasFileOfSite }),
  "syntax error of a function": toggled("greeting"),
  "file of a function missing": toggled("noGreeting"),
  "syntax error of the stack": toggled("app"),
  "syntax error of the settings": toggled("config"),
  "branch switch": (state, mark) => ({
    ...state,
    ...{ greeting: mark, plain: mark, snake: mark, page: mark, result: mark, colour: mark, output: mark },
  }),
};

/** Edits that deploy the whole app, which takes some seconds. */
const SLOW = /^(harness\.config\.ts|cdk\.json|syntax error of the settings)$/;

/** A project whose files are edited at random. */
export class RandomEdits {
  readonly #project: TestProject;
  readonly #random: () => number;
  #state = FIRST;
  #count = 0;

  constructor(project: TestProject, seed: number) {
    this.#project = project;
    this.#random = randomNumbers(seed);
  }

  get state(): AppState {
    return this.#state;
  }

  /** Makes one edit. @returns its kind */
  async next(): Promise<string> {
    const kinds = Object.keys(EDITS);
    let kind: string;
    do kind = kinds[Math.floor(this.#random() * kinds.length)] ?? "page";
    while (SLOW.test(kind) && this.#random() < 0.6);
    const edit = EDITS[kind];
    if (edit) await this.#change(edit(this.#state, this.#mark()));
    return kind;
  }

  /** Mends all errors, and edits every part once. @returns the text of the edits */
  async mend(): Promise<string> {
    const mark = this.#mark();
    await this.#change({
      ...this.#state,
      ...{ greeting: mark, plain: mark, snake: mark, page: mark, result: mark, colour: mark, output: mark },
      broken: new Set(),
    });
    return mark;
  }

  #mark(): string {
    this.#count += 1;
    return `edit ${this.#count}`;
  }

  async #change(next: AppState): Promise<void> {
    const [before, after] = [filesOf(this.#state), filesOf(next)];
    this.#state = next;
    for (const path of Object.keys(before))
      if (!(path in after)) await rm(join(this.#project.root, path), { force: true });
    for (const [path, text] of Object.entries(after)) {
      if (before[path] === text) continue;
      // editors write a file, or put another in its place
      if (this.#random() < 0.5) await this.#project.write(path, text);
      else {
        await this.#project.write(`${path}~`, text);
        await rename(join(this.#project.root, `${path}~`), join(this.#project.root, path));
      }
    }
  }
}
