import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Harness } from "../../connect.ts";
import { gather } from "./findings.ts";
import { toHtml } from "./html.ts";
import { toText } from "./text.ts";

/** A test that failed, as vitest describes it. */
export interface FailedTest {
  /** With its suites: `suite > test`. */
  name: string;
  /** Relative to the project. */
  file: string;
  errors: readonly { name?: string; message: string; stack?: string }[];
}

/** Where the report of a test is, if it failed. */
export function reportFile(directory: string, { file, name }: Pick<FailedTest, "file" | "name">): string {
  // names that differ in signs only have one slug
  const mark = createHash("sha256").update(`${file}\n${name}`).digest("hex").slice(0, 6);
  return join(directory, `${slug(file.replace(/\.test\.[a-z]+$/, ""))}--${slug(name)}-${mark}.html`);
}

/**
 * Writes what is known about a failed test to an HTML file in `directory` and answers the same as text for a terminal.
 * Takes at most some 8 s; what cannot be read is named in the report.
 */
export async function reportFailure(harness: Harness, test: FailedTest, directory: string): Promise<string> {
  const findings = await gather(harness, {
    name: test.name,
    file: test.file,
    // vitest's messages may carry colours
    errors: test.errors.map(({ message, stack }) => stripVTControlCharacters(stack || message)),
  });
  const file = reportFile(directory, test);
  await mkdir(directory, { recursive: true });
  await writeFile(file, toHtml(findings));
  return toText(findings, file);
}

/** A name that is a file's name everywhere, and still to be recognised. */
export function slug(text: string): string {
  const name = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name.slice(0, 100) || "test";
}
