import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";
import { assertEvaluator } from "./evaluator-packages.ts";

test("the packages are there in this repository", async () => {
  await assertEvaluator();
});

test("without them the error says what to install and under which licence, and the rest can be imported", async () => {
  const entry = JSON.stringify(fileURLToPath(new URL("./index.ts", import.meta.url)));
  const script = `import { registerHooks } from "node:module";
    registerHooks({
      resolve(name, context, next) {
        if (!name.startsWith("@cloud-copilot/")) return next(name, context);
        throw Object.assign(new Error("Cannot find package '" + name + "' imported from here"), { code: "ERR_MODULE_NOT_FOUND" });
      },
    });
    const { checkPermissions } = await import(${entry});
    const stack = { stack: "S", account: "0", region: "r", roles: [], resources: [], functions: [], machines: [], identities: [] };
    const call = { service: "s3", operation: "GetObject", role: "r", request: {}, principal: null };
    stack.roles.push({ arn: "r", name: "r", logicalId: "R", trust: {}, policies: [] });
    await checkPermissions([call], [stack]).catch(({ code, message }) => console.log(code, message));`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout).toMatch(
    /^PEER_MISSING .*npm install --save-dev @cloud-copilot\/iam-simulate.*AGPL-3\.0-or-later/,
  );
});
