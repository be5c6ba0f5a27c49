import { expect, test } from "vitest";
import { portOf } from "./prepare.ts";

test.each([
  [{}, 0],
  [{ PORT: "" }, 0],
  [{ PORT: "4566" }, 4566],
])("the port of %j is %i", (env, port) => {
  expect(portOf(env)).toBe(port);
});

test.each(["abc", "70000", "-1", "4566.5"])("PORT=%s is refused", (PORT) => {
  const message = `PORT=${PORT} is no port: set a whole number from 1 to 65535`;
  expect(() => portOf({ PORT })).toThrow(expect.objectContaining({ code: "PORT_INVALID", message }));
});
