import { expect, test } from "vitest";
import { isRecordable } from "./recordable-app.ts";

test.each(["node app.ts", "npx ts-node --prefer-ts-exts bin/app.ts", "npx --no-install tsx bin/app.ts"])(
  "%s is one process of Node.js",
  (command) => expect(isRecordable(command)).toBe(true),
);

test.each([
  "npm run synth",
  "npx cdk-go",
  "python3 app.py",
  "node build.js && node app.js",
  "node $(cat app)",
  "node *.js",
])("%s may be more", (command) => expect(isRecordable(command)).toBe(false));
