import { describe, expect, test } from "vitest";
import {
  DiskFullError,
  DownloadError,
  fileError,
  InstallError,
  installError,
  WritePermissionError,
} from "./install-errors.ts";

const failed = (output: string) => installError("/a b/python", "installing packages", 2, output);

describe("the output of an installer that failed", () => {
  test.each([
    ["error: failed to copy file: No space left on device (os error 28)", DiskFullError],
    ["ERROR: Could not install packages due to an OSError: [Errno 122] Disk quota exceeded", DiskFullError],
    [
      "error: failed to create directory `/a b/python/x`: Permission denied (os error 13)",
      WritePermissionError,
    ],
    ["OSError: [Errno 30] Read-only file system: '/a b/python'", WritePermissionError],
    ["error: Failed to fetch: `https://pypi.org/simple/six/`\n  Caused by: dns error", DownloadError],
    ["WARNING: Retrying\nERROR: No matching distribution found for uv==1", DownloadError],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", InstallError],
  ])("%s", (output, kind) => {
    const error = failed(output);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(output.split("\n").at(-1)?.trim());
  });

  test("a full disk is told before what it led to", () => {
    expect(failed("No space left on device (os error 28)\nerror: Failed to download")).toBeInstanceOf(
      DiskFullError,
    );
  });

  test("shows the end of what the installer said, and no more", () => {
    const { message } = failed(Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\n"));
    expect(message).toContain("line 49");
    expect(message).not.toContain("line 30");
  });
});

describe("a failed operation on files", () => {
  test.each([
    ["ENOSPC", DiskFullError],
    ["EDQUOT", DiskFullError],
    ["EACCES", WritePermissionError],
    ["EROFS", WritePermissionError],
  ])("with %s", (code, kind) => {
    const cause = Object.assign(new Error(`${code}: no, mkdir '/a b'`), { code });
    const error = fileError("/a b", cause);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ cause, message: expect.stringContaining("/a b") });
  });

  test("of another kind stays as it is", () => {
    const error = new Error("other");
    expect(fileError("/a b", error)).toBe(error);
  });
});
