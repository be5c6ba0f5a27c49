import { expect, test } from "vitest";
import { functionsNode } from "./node-runtime.ts";

test.each(["v22.12.0", "v24.1.2", "v26.0.0"])(
  "functions run on the Node.js that runs this: %s",
  async (version) => {
    expect(await functionsNode(process.execPath, version)).toMatch(/node$/);
  },
);

test("an older one is an error that says what to do", async () => {
  await expect(functionsNode(process.execPath, "v20.1.2")).rejects.toThrow(
    expect.objectContaining({
      code: "NODE_TOO_OLD",
      message: expect.stringMatching(/Node\.js 22 or later, but this is v20\.1\.2: put a newer one first/),
    }),
  );
});
