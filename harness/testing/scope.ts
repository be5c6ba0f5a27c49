import type { Scope } from "../core/scope.ts";
import { Used } from "../core/test-activity.ts";

/** A scope for a unit test: short waits, nothing used yet. */
export function testScope(endpoint = "http://127.0.0.1:9", within = 2_000): Scope {
  return { endpoint, within, used: new Used() };
}
