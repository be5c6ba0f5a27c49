import { describe, expect, test } from "vitest";
import { installError } from "./install-errors.ts";

const failed = (output: string, env = {}) => installError("/a b/python", "uv", 2, output, env);

describe("the output of uv that failed", () => {
  test.each([
    ["error: failed to copy file: No space left on device (os error 28)", "DISK_FULL"],
    ["error: failed to create directory `/a b/python/x`: Permission denied (os error 13)", "NOT_WRITABLE"],
    [
      "error: Failed to fetch: `https://mirror.example/simple/six/`\n  Caused by: dns error",
      "DOWNLOAD_FAILED",
    ],
    [
      "error: Failed to fetch: `…`\n  Caused by: invalid peer certificate: UnknownIssuer",
      "CERTIFICATE_UNKNOWN",
    ],
    ["error: Failed to fetch: `…`\n  Caused by: tunnel error: unsuccessful", "PROXY_FAILED"],
    ["error: Hash mismatch for `six==1.17.0`", "INSTALL_FAILED"],
  ])("%s", (output, code) => {
    const error = failed(output);
    expect(error.code).toBe(code);
    expect(error.message).toContain(output.split("\n").at(-1)?.trim());
  });

  test("names the proxy that was used, without its password", () => {
    const { code, message } = failed("error: Failed to fetch\n  Caused by: Connection refused", {
      https_proxy: "http://ann:secret@proxy.example:3128",
    });
    expect(code).toBe("PROXY_FAILED");
    expect(message).toContain("through the proxy https_proxy=http://***@proxy.example:3128 (");
  });

  test("shows the end of what it wrote, and no more", () => {
    const { message } = failed(Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\n"));
    expect(message).toContain("line 49");
    expect(message).not.toContain("line 30");
  });
});
