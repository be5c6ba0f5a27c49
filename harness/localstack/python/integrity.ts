import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { pythonOf } from "./install.ts";

/** The first file that is not as it was installed; `undefined` where all are. Reads everything: half a second. */
export async function damagedFile(folder: string): Promise<string | undefined> {
  const { stdout, failed, shortMessage } = await execa(pythonOf(folder), ["-I", "-S", "-c", VERIFY, folder], {
    reject: false,
  });
  return failed ? stdout || shortMessage : undefined;
}

/** Compares files with the hashes in each package's record (PEP 376). */
const VERIFY = `
import base64, csv, hashlib, pathlib, sys
for record in sorted(pathlib.Path(sys.argv[1]).glob("lib/python*/site-packages/*.dist-info/RECORD")):
    for name, recorded, _ in csv.reader(record.open(newline="", encoding="utf-8")):
        kind, _, digest = recorded.partition("=")
        if not digest:
            continue
        try:
            content = (record.parent.parent / name).read_bytes()
        except OSError as error:
            print(error)
            sys.exit(1)
        if base64.urlsafe_b64encode(hashlib.new(kind, content).digest()).decode().rstrip("=") != digest:
            print(name)
            sys.exit(1)
`;

/** How many files there are, without what Python writes when it first reads them, and without those of a name. */
export async function countFiles(folder: string, except?: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const counts = entries
    .filter(({ name }) => name !== "__pycache__" && name !== except)
    .map((entry) => (entry.isDirectory() ? countFiles(join(folder, entry.name), except) : 1));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
