import type { Scope } from "../core/scope.ts";
import { TestActivity } from "../core/test-activity.ts";

/** A scope for a unit test: short waits, nothing used yet. */
export function testScope(endpoint = "http://127.0.0.1:2", within = 2_000, now?: () => Date): Scope {
  return { endpoint, within, activity: new TestActivity(now) };
}
