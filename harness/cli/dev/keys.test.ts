import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import { Keys } from "./keys.ts";

const input = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY, setRawMode: vi.fn() });
const output = (isTTY: boolean) => ({ isTTY });

test("a key does what it is for, others nothing", async () => {
  const stdin = input(true);
  const redeploy = vi.fn();
  using keys = new Keys({ r: redeploy }, { stdin, stdout: output(true) });
  stdin.write("xr\n");
  await vi.waitFor(() => expect(redeploy).toHaveBeenCalledOnce());
  expect(stdin.setRawMode).toHaveBeenCalledWith(true);
  expect(keys.isOpen).toBe(true);
});

test("the terminal is as before at the end", () => {
  const stdin = input(true);
  new Keys({}, { stdin, stdout: output(true) })[Symbol.dispose]();
  expect(stdin.setRawMode).toHaveBeenLastCalledWith(false);
});

test("a program may write keys, and closes the input", async () => {
  const stdin = input(false);
  const onEnd = vi.fn();
  using keys = new Keys({}, { stdin, stdout: output(false), onEnd });
  stdin.end();
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce());
  expect(keys.isOpen).toBe(false);
});

test("a terminal is left alone where the output is elsewhere", () => {
  const stdin = input(true);
  using keys = new Keys({}, { stdin, stdout: output(false) });
  expect(keys.isOpen).toBe(false);
  expect(stdin.setRawMode).not.toHaveBeenCalled();
});
