import { readFile } from "node:fs/promises";
import { sha256 } from "./stacks/assets.ts";

/** Saves with the same content after which one more counts as none. One may come while a synthesis reads the file. */
const ENOUGH = 2;

/** Recognises files that are written again and again with the same content: by the app itself, in each of its runs. */
export class Unchanged {
  readonly #saves = new Map<string, { content: string; count: number }>();

  /** Notes that files were saved or deleted. @returns those that may be different */
  async without(paths: Iterable<string>): Promise<string[]> {
    const changed = await Promise.all(
      [...paths].map(async (path) => {
        const content = await contentOf(path);
        const last = this.#saves.get(path);
        const count = last?.content === content ? last.count + 1 : 1;
        this.#saves.set(path, { content, count });
        return count > ENOUGH ? [] : [path];
      }),
    );
    return changed.flat();
  }
}

/** What distinguishes the content of a file; empty where there is none. */
const contentOf = (path: string): Promise<string> =>
  readFile(path).then(sha256, (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return "";
    throw error;
  });
