import { signal } from "@preact/signals";

/** The time of day, each second: for what is still running. */
export const now = signal(Date.now());

setInterval(() => {
  if (document.visibilityState !== "hidden") now.value = Date.now();
}, 1_000);
