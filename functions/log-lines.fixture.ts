import { vi } from "vitest";

/** Keeps what the functions log from the terminal, and gives it back, parsed. */
export function captureLogLines(): { lines(): Record<string, unknown>[] } {
  let text = "";
  const write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(write);
  vi.spyOn(process.stderr, "write").mockImplementation(write);
  return {
    lines: () =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line)),
  };
}
