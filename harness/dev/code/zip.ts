import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** One file of a function's code. */
export interface CodeFile {
  /** Relative, with slashes. */
  name: string;
  bytes: Buffer;
  /** As `stat` has it. */
  mode: number;
}

/**
 * The zip file of a folder, byte for byte as the CDK's command line makes it, so that a function which was updated has the
 * same code hash as one that was deployed.
 * @see https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/private-tools/lib/zip
 */
export async function zip(files: readonly CodeFile[]): Promise<Buffer> {
  const archive = new ZipFile();
  for (const { name, bytes, mode } of [...files].sort(inOrder))
    archive.addBuffer(bytes, name, { mtime: new Date(1980, 0, 1), mode, forceDosTimestamp: true });
  archive.end();
  return buffer(archive.outputStream);
}

/** Level by level, and by bytes within a folder. */
function inOrder(a: CodeFile, b: CodeFile): number {
  const [left, right] = [a.name.split("/"), b.name.split("/")];
  if (left.length !== right.length) return left.length - right.length;
  for (const [at, part] of left.entries()) {
    const order = Buffer.compare(Buffer.from(part), Buffer.from(right[at] ?? ""));
    if (order !== 0) return order;
  }
  return 0;
}
