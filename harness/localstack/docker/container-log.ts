import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { makeFolder, PRIVATE_FILE } from "../../core/files/file-errors.ts";
import { sweepLogs } from "../logs.ts";

const TAIL_LINES = 30;

/** The log of a LocalStack in a container, in a file: the container's own is gone with it. */
export class ContainerLog implements Disposable {
  readonly path: string;
  readonly #file: WriteStream;
  #tail: string[] = [];
  #stream: Readable | undefined;

  private constructor(path: string, file: WriteStream) {
    this.path = path;
    this.#file = file;
  }

  /** Opens the log for a port, in the project's folder; those of more than a day ago are removed. */
  static async open(port: number, folder: string): Promise<ContainerLog> {
    await makeFolder(folder);
    await sweepLogs(folder);
    const path = join(folder, `container-${port}.log`);
    const file = createWriteStream(path, { mode: PRIVATE_FILE });
    await once(file, "open");
    return new ContainerLog(path, file);
  }

  follow(stream: Readable): void {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer | string) => {
      this.#file.write(chunk);
      this.#tail = [...this.#tail, ...String(chunk).trimEnd().split("\n")].slice(-TAIL_LINES);
    });
  }

  get tail(): string {
    return this.#tail.join("\n");
  }

  /** Ends the following: the open stream would keep this process from its end. */
  [Symbol.dispose](): void {
    this.#stream?.destroy();
    this.#file.end();
  }
}
