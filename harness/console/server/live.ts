import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Update } from "../shapes.ts";
import type { Feed } from "./feed.ts";

/** Updates that may wait for a slow page; it then gets everything again instead. */
const MAX_WAITING = 200;
/** Milliseconds after which a connection without news shows that it is alive. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events: everything that is known, then each change. */
export const live = (feed: Feed) => (context: Context) => {
  // no one reads the events of such a response, and no one would end them
  if (context.req.method === "HEAD") return context.body(null);
  return streamSSE(context, async (stream) => {
    let waiting: Update[] = [];
    let wake = () => {};
    const leave = feed.subscribe((update) => {
      if (waiting.length >= MAX_WAITING) waiting = [...feed.snapshot()];
      else waiting.push(update);
      wake();
    });
    stream.onAbort(() => {
      leave();
      wake();
    });
    try {
      while (!stream.aborted) {
        const update = waiting.shift();
        if (update) await stream.writeSSE({ data: JSON.stringify(update) });
        else if (!(await next((resolve) => (wake = resolve))))
          await stream.writeSSE({ event: "alive", data: "" });
      }
    } finally {
      leave();
    }
  });
};

/** @returns false when nothing came in time */
function next(expect: (resolve: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), HEARTBEAT_MS);
    expect(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
