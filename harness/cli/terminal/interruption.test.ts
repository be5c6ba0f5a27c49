import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { InterruptedError, Interruption } from "./interruption.ts";

function setUp() {
  const source = new EventEmitter();
  const force = vi.fn();
  let time = 10_000;
  const interruption = new Interruption({ source, force, now: () => time });
  return { source, force, interruption, pass: (ms: number) => (time += ms) };
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])("%s aborts with exit code %i", (name, exitCode) => {
  const { source, interruption } = setUp();
  expect(interruption.signal.aborted).toBe(false);
  source.emit(name, name);
  expect(interruption.signal.reason).toBeInstanceOf(InterruptedError);
  expect(interruption.signal.reason.exitCode).toBe(exitCode);
});

test("one Ctrl-C that npm sends on is not taken for a second", () => {
  const { source, force, pass } = setUp();
  source.emit("SIGINT", "SIGINT");
  pass(40);
  source.emit("SIGINT", "SIGINT");
  expect(force).not.toHaveBeenCalled();
});

test("the second Ctrl-C forces", () => {
  const { source, force, pass } = setUp();
  source.emit("SIGINT", "SIGINT");
  pass(900);
  source.emit("SIGINT", "SIGINT");
  expect(force).toHaveBeenCalledExactlyOnceWith(130);
});

test("another reason ends the command, and is no second Ctrl-C", () => {
  const { interruption, force, pass } = setUp();
  interruption.interrupt("a closed output", 141);
  pass(900);
  interruption.interrupt("a closed output", 141);
  expect(interruption.signal.reason).toMatchObject({
    exitCode: 141,
    message: "interrupted by a closed output",
  });
  expect(force).not.toHaveBeenCalled();
});

test("listens no more once disposed", () => {
  const { source, interruption } = setUp();
  interruption[Symbol.dispose]();
  expect(source.eventNames()).toEqual([]);
});
