import { signal } from "@preact/signals";

const message = signal<{ text: string; tone: "good" | "bad" } | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a message for a moment, and has it read out. */
export function say(text: string, tone: "good" | "bad" = "good"): void {
  clearTimeout(timer);
  message.value = { text, tone };
  timer = setTimeout(() => (message.value = undefined), tone === "bad" ? 12_000 : 4_000);
}

export const Announcement = () => (
  <div class="announcement" role="status" aria-live="polite">
    {message.value && <p class={message.value.tone}>{message.value.text}</p>}
  </div>
);
