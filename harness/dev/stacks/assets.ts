import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { FileAsset } from "../../deploy/assembly.ts";
import { filesOf } from "../code/code-files.ts";
import { zip } from "../code/zip.ts";

/** As Lambda has it in `CodeSha256`. */
export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

/** The assets of an app, as they are uploaded. */
export class Assets {
  /** By the key, which names the content. */
  readonly #hashes = new Map<string, string>();

  async pack({ path, packaging }: FileAsset): Promise<Buffer> {
    const isFolder = packaging === "zip" && (await stat(path)).isDirectory();
    return isFolder ? zip(await filesOf(path)) : readFile(path);
  }

  async hashOf(asset: FileAsset): Promise<string> {
    const known = this.#hashes.get(asset.key);
    if (known) return known;
    const hash = sha256(await this.pack(asset));
    this.#hashes.set(asset.key, hash);
    return hash;
  }
}
