import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { invocation, invocationAt } from "./invocation.ts";

const script = (name: string, line: string) => ({ npm_lifecycle_event: name, npm_lifecycle_script: line });

test("a user without npm scripts for it types npx", () => {
  expect(invocation("inbox", "", {})).toBe("npx localstack-harness inbox");
  expect(invocation("inbox", "--json", script("npx", "localstack-harness up"))).toBe(
    "npx localstack-harness inbox --json",
  );
  expect(invocation("inbox", "", script("test", "vitest run"))).toBe("npx localstack-harness inbox");
});

test("a user with npm scripts for it types npm run", () => {
  const env = script("start", "localstack-harness start");
  expect(invocation("start", "", env)).toBe("npm start");
  expect(invocation("inbox", "--json", env)).toBe("npm run inbox -- --json");
});

test("in a project of pnpm, the command is one of pnpm", async () => {
  const root = await mkdtemp(join(tmpdir(), "harness-invocation-"));
  await writeFile(join(root, "pnpm-lock.yaml"), "");
  const env = script("start", "localstack-harness start");
  expect(invocation("start", "", {}, root)).toBe("pnpm exec localstack-harness start");
  expect(invocation("inbox", "--json", env, root)).toBe("pnpm run inbox --json");
  await rm(root, { recursive: true });
});

test.each([
  ["http://localhost:4566", "npx localstack-harness inbox"],
  ["http://localhost:4570", "npx localstack-harness inbox --port 4570"],
  ["http://127.0.0.1:4566", "npx localstack-harness inbox --endpoint http://127.0.0.1:4566"],
])("at %s the command is %s", (endpoint, command) =>
  expect(invocationAt("inbox", endpoint, {})).toBe(command),
);
