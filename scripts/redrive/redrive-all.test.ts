import { expect, test, vi } from "vitest";
import { reminderRequest } from "../../functions/reminder.fixture.ts";
import type { Redrive } from "./redrive.ts";
import { redriveAll, StillFailingError } from "./redrive-all.ts";

const HOSTILE = "\u001b]52;c;aGk=\u0007\u001b[2J\u009b31m\u202e";

/** A Redrive whose texts all come from someone hostile. */
function hostileRedrive(): Redrive {
  const record = {
    input: { ...reminderRequest(), id: HOSTILE, attempt: 0 },
    error: HOSTILE,
    cause: HOSTILE,
    failedAt: HOSTILE,
  };
  return {
    failures: { ids: async () => [HOSTILE], read: async () => record },
    claims: { read: async () => undefined },
    run: async (ids: string[], { onWait, onResult }: Parameters<Redrive["run"]>[1]) => {
      const result = { status: "failed" as const, execution: HOSTILE, error: HOSTILE, cause: HOSTILE };
      for (const id of ids) {
        onWait?.(id, HOSTILE);
        onResult?.(id, result);
      }
      return new Map(ids.map((id) => [id, result]));
    },
  } as unknown as Redrive;
}

async function printed(action: () => Promise<unknown>): Promise<string> {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await action();
  } finally {
    write.mockRestore();
  }
  return text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test.each([
  ["a list", { list: true }],
  ["an id that is not there", { id: `nowhere${HOSTILE}` }],
] as const)("%s passes no control sequences on to the terminal", async (_, options) => {
  const signal = new AbortController().signal;
  const text = await printed(() => redriveAll(hostileRedrive(), { timeout: 1, ...options }, signal));
  expect(text).toMatch(/\n$/);
  expect(text).not.toMatch(CONTROL);
});

test("a replay passes no control sequences on to the terminal", async () => {
  const signal = new AbortController().signal;
  const text = await printed(() =>
    expect(redriveAll(hostileRedrive(), { timeout: 1 }, signal)).rejects.toThrow(StillFailingError),
  );
  expect(text.split("\n")).toHaveLength(3);
  expect(text).not.toMatch(CONTROL);
});
