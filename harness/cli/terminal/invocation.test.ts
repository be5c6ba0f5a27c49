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

test.each([
  ["http://localhost:4566", "npx localstack-harness inbox"],
  ["http://localhost:4570", "npx localstack-harness inbox --port 4570"],
  ["http://127.0.0.1:4566", "npx localstack-harness inbox --endpoint http://127.0.0.1:4566"],
])("at %s the command is %s", (endpoint, command) =>
  expect(invocationAt("inbox", endpoint, {})).toBe(command),
);
