import type { Update } from "../../shapes.ts";
import { ApiError, apiAddress, read } from "../api.ts";
import { apply, connection, loaded } from "./store.ts";

/** Milliseconds between two attempts to reach the server again. */
const RETRY_MS = 1_000;

/**
 * Follows what happens as long as the page is visible: a browser keeps few connections open for all of its tabs. Connects
 * again when the connection breaks.
 */
export function followLive(): void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  };

  const open = () => {
    close();
    const opened = new EventSource(apiAddress("/live"));
    source = opened;
    let pending: Update[] = [];
    opened.onmessage = ({ data }) => {
      pending.push(JSON.parse(data) as Update);
      if (pending.length > 1) return;
      // one rendering for all that came meanwhile
      requestAnimationFrame(() => {
        const updates = pending;
        pending = [];
        for (const update of updates) apply(update);
        loaded.value = true;
      });
    };
    opened.onerror = () => {
      close();
      void whyClosed().then((state) => {
        connection.value = state;
        if (state === "lost") retry = setTimeout(open, RETRY_MS);
      });
    };
  };

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") close();
    else if (!source) open();
  });
  if (document.visibilityState !== "hidden") open();
}

/** The server has gone, or was started again with another session. */
async function whyClosed(): Promise<"lost" | "closed"> {
  try {
    await read("/session");
    return "lost";
  } catch (error) {
    return error instanceof ApiError && [401, 403, 404].includes(error.status) ? "closed" : "lost";
  }
}
