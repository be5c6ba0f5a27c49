import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { confirm } from "./confirm.ts";

const { signal } = new AbortController();

function terminal(isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  return { input, output: new PassThrough() };
}

async function answer(text: string | undefined): Promise<void> {
  const { input, output } = terminal();
  const asked = confirm("Deploy?", { yes: false, signal, input, output });
  if (text === undefined) input.end();
  else input.write(`${text}\n`);
  await asked;
}

describe("a question", () => {
  test.each(["y", "Y", "yes", " YES "])("%j is a yes", (text) => answer(text));

  test.each(["", "n", "no", "yeah, well", "1"])("%j is none", (text) =>
    expect(answer(text)).rejects.toMatchObject({
      name: "RefusedError",
      message: "you did not say yes",
    }),
  );

  test("a closed terminal is none either", () =>
    expect(answer(undefined)).rejects.toMatchObject({ name: "RefusedError" }));

  test("is not asked where --yes answers it", async () => {
    const { input, output } = terminal();
    await confirm("Deploy?", { yes: true, signal, input, output });
    expect(output.read()).toBeNull();
  });

  test("is not asked without a terminal", async () => {
    const { input, output } = terminal(false);
    await expect(confirm("Deploy?", { yes: false, signal, input, output })).rejects.toMatchObject({
      name: "NoTerminalError",
      message: expect.stringContaining("--yes"),
    });
  });

  test("ends with the command", async () => {
    const { input, output } = terminal();
    const controller = new AbortController();
    const asked = confirm("Deploy?", { yes: false, signal: controller.signal, input, output });
    const reason = new Error("interrupted");
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });
});
