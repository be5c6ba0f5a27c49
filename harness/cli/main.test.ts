import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";

test.each([["--help"], ["inbox", "--help"], ["--version"]])(
  "%s ends quietly when its reader has gone",
  async (...args) => {
    const command = execa(process.execPath, [join(import.meta.dirname, "bin.mjs"), ...args], {
      reject: false,
    });
    // it closes the pipe before the command writes
    command.stdout.destroy();
    expect(await command).toMatchObject({ exitCode: 141, stderr: "" });
  },
);
