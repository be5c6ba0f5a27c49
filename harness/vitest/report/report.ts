import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Harness } from "../../connect.ts";
import { show } from "../../core/text/text.ts";
import { gather } from "./findings.ts";
import { toHtml } from "./html.ts";
import { toText } from "./text.ts";

/** A value that a test threw, as vitest keeps it: an error, or anything else. */
export interface ThrownValue {
  name?: string | undefined;
  message?: string | undefined;
  stack?: string | undefined;
}

/** A test that failed, as vitest describes it. */
export interface FailedTest {
  /** With its suites: `suite > test`. */
  name: string;
  /** Relative to the project. */
  file: string;
  errors: readonly ThrownValue[];
}

/** Where the report of a test is, if it failed. */
export function reportFile(directory: string, { file, name }: Pick<FailedTest, "file" | "name">): string {
  // names that differ only in punctuation have the same slug
  const mark = createHash("sha256").update(`${file}\n${name}`).digest("hex").slice(0, 6);
  return join(directory, `${slug(file.replace(/\.test\.[a-z]+$/, ""))}--${slug(name)}-${mark}.html`);
}

/**
 * Writes what is known about a failed test to an HTML file in `directory`, and returns the same as text for a terminal.
 * Takes at most some 8 s; parts that cannot be read are named in the report.
 */
export async function reportFailure(harness: Harness, test: FailedTest, directory: string): Promise<string> {
  const { name, file, errors } = test;
  const findings = await gather(harness, { name, file, errors: errors.map(errorText) });
  const path = reportFile(directory, test);
  await mkdir(directory, { recursive: true });
  await writeFile(path, toHtml(findings));
  return toText(findings, path);
}

/** A test may throw anything, also an object with a BigInt, or with a message that is no text. */
function errorText(thrown: ThrownValue | unknown): string {
  const { stack, message } = (typeof thrown === "object" && thrown ? thrown : {}) as Record<string, unknown>;
  const text = [stack, message].find((each) => typeof each === "string" && each !== "") ?? show(thrown);
  // vitest's messages may carry colours
  return stripVTControlCharacters(String(text));
}

/** A name that is valid for files on every system, and still recognisable. */
export function slug(text: string): string {
  const name = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name.slice(0, 100) || "test";
}
