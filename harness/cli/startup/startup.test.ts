import { beforeEach, expect, test, vi } from "vitest";
import { LocalStackGoneError } from "../../core/localstack-http.ts";
import { LocalStackEnded } from "../../localstack/ended.ts";
import { type LocalStack, startLocalStack } from "../../localstack/start.ts";
import { CleanUpError } from "../terminal/errors.ts";
import { Startup } from "./startup.ts";

vi.mock("../../localstack/start.ts", async (original) => ({
  ...(await original<object>()),
  startLocalStack: vi.fn(),
}));

const endpoint = "http://localhost:4566";
let end: (how: LocalStackEnded) => void;
let stop: LocalStack["stop"];
const log = "/app/.localstack/localstack-4566.log";

beforeEach(() => {
  vi.clearAllMocks();
  stop = vi.fn(async () => {});
  vi.mocked(startLocalStack).mockImplementation(async () => ({
    kind: "embedded",
    endpoint,
    ended: new Promise((resolve) => {
      end = resolve;
    }),
    log,
    stop: (options) => stop(options),
    [Symbol.asyncDispose]: () => stop(),
  }));
});

const start = async () => {
  const command = new AbortController();
  const startup = new Startup({ port: 4566, signal: command.signal });
  const outcome = await startup.step.run(() => {});
  return { command, startup, outcome };
};

test("says what was started and where", async () => {
  const { startup, outcome } = await start();
  expect(outcome).toBe("embedded, at http://localhost:4566");
  expect(startup.isOurs).toBe(true);
});

test("work that fails because LocalStack has ended is reported as that end", async () => {
  const { startup } = await start();
  const ended = new LocalStackEnded("ended with code 137", 137);
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const causes = [startup.cause(refused), startup.cause(new LocalStackGoneError(endpoint, refused))];
  end(ended);
  expect(await Promise.all(causes)).toEqual([ended, ended]);
  expect(startup.signal.reason).toBe(ended);
});

test("other failures are reported as they are", async () => {
  const { startup } = await start();
  const failure = new Error("no bucket");
  expect(await startup.cause(failure)).toBe(failure);
});

test("after a failure the log stays, and is named", async () => {
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  for (const fails of [false, true]) {
    const { startup } = await start();
    if (fails) await startup.cause(new Error("no bucket"));
    await startup.stop();
    expect(stop).toHaveBeenLastCalledWith({ keepLog: fails });
  }
  expect(stderr.mock.calls).toEqual([[`LocalStack's log is ${log}\n`]]);
  stderr.mockRestore();
});

test("an interruption is reported as such, with any other error", async () => {
  const { startup, command } = await start();
  const reason = new Error("interrupted");
  command.abort(reason);
  expect(await startup.cause(new Error("socket hang up"))).toBe(reason);
});

test("a LocalStack that cannot be stopped is reported", async () => {
  const { startup } = await start();
  stop = () => Promise.reject(new Error("still there"));
  await expect(startup.stop()).rejects.toThrow(CleanUpError);
});

test("nothing is to be ended where nothing was started", async () => {
  const startup = new Startup({ port: 4566, signal: new AbortController().signal });
  expect(startup.isOurs).toBe(false);
  await startup.stop();
  expect(startLocalStack).not.toHaveBeenCalled();
});
