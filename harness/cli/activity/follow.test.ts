import { StateMachineDoesNotExist } from "@aws-sdk/client-sfn";
import { expect, test, vi } from "vitest";
import { LocalStackGoneError } from "../../core/localstack-http.ts";
import { followUntilAborted, whileThere } from "./follow.ts";

test("looks until the signal aborts, and ends with its reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const look = vi.fn(async () => {
    if (look.mock.calls.length === 3) controller.abort(reason);
  });
  await expect(followUntilAborted(controller.signal, look, 1)).rejects.toBe(reason);
  expect(look).toHaveBeenCalledTimes(3);
});

test("a look that fails now and then is repeated", async () => {
  const controller = new AbortController();
  const look = vi.fn(async () => {
    if (look.mock.calls.length === 20) controller.abort(new Error("enough"));
    if (look.mock.calls.length % 2 === 0) throw new Error("connection reset");
  });
  await expect(followUntilAborted(controller.signal, look, 1)).rejects.toThrow("enough");
});

test("a look that fails every time is an error", async () => {
  const look = vi.fn(() => Promise.reject(new Error("access denied")));
  await expect(followUntilAborted(new AbortController().signal, look, 1)).rejects.toThrow("access denied");
  expect(look).toHaveBeenCalledTimes(5);
});

test("a LocalStack that has gone is an error at once", async () => {
  const gone = new LocalStackGoneError("http://localhost:1", new Error("refused"));
  const look = vi.fn(() => Promise.reject(gone));
  await expect(followUntilAborted(new AbortController().signal, look, 1)).rejects.toBe(gone);
  expect(look).toHaveBeenCalledTimes(1);
});

test("a state machine that a deployment has removed has no events, and any other error is one", async () => {
  const missing = new StateMachineDoesNotExist({ message: "State Machine Does Not Exist", $metadata: {} });
  await expect(whileThere(() => Promise.reject(missing))).resolves.toEqual([]);
  await expect(whileThere(() => Promise.reject(new Error("reset")))).rejects.toThrow("reset");
  await expect(whileThere(async () => [1])).resolves.toEqual([1]);
});
