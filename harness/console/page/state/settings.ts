import { effect, signal } from "@preact/signals";

/** A setting that this browser keeps. */
function kept<T>(name: string, initial: T): ReturnType<typeof signal<T>> & { value: T } {
  const stored = localStorage.getItem(name);
  const value = signal<T>(stored === null ? initial : (JSON.parse(stored) as T));
  effect(() => localStorage.setItem(name, JSON.stringify(value.value)));
  return value as ReturnType<typeof signal<T>> & { value: T };
}

export type Theme = "auto" | "light" | "dark";
export const theme = kept<Theme>("theme", "auto");
/** Whether single keys are shortcuts. */
export const shortcuts = kept("shortcuts", true);
const readMails = kept<string[]>("read-mails", []);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

const MAX_READ = 10_000;
let known = new Set(readMails.peek());

export const isRead = (id: string): boolean => {
  readMails.value;
  return known.has(id);
};

/** Takes the unread marks off. */
export function markRead(ids: readonly string[], read = true): void {
  const next = new Set(known);
  for (const id of ids) {
    if (read) next.add(id);
    else next.delete(id);
  }
  if (next.size === known.size) return;
  known = new Set([...next].slice(-MAX_READ));
  readMails.value = [...known];
}
