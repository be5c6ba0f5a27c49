import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { go, href } from "./state/route.ts";
import { shortcuts } from "./state/settings.ts";
import { VIEWS } from "./views.ts";

const isHelpOpen = signal(false);
export const showHelp = () => {
  isHelpOpen.value = true;
};

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ["1 … 9", "a view, by its place in the navigation"],
  ["/", "search"],
  ["↑ ↓", "the next or previous row of a list that has the focus"],
  ["Home End", "its first or last row"],
  ["Esc", "close what is selected"],
  ["Delete", "delete the selected mail"],
  ["?", "this help"],
];

/** Single keys, unless they are typed into a field or switched off. */
export function handleShortcuts(): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const isTyping = target.closest?.("input, textarea, select, [contenteditable]");
    if (isTyping || event.metaKey || event.ctrlKey || event.altKey || !shortcuts.value) return;
    const view = VIEWS[Number(event.key) - 1];
    const search = document.querySelector<HTMLInputElement>("[data-search]");
    if (event.key === "Escape") return closeLast();
    if (view) go(href(view.path));
    else if (event.key === "/" && search) search.focus();
    else if (event.key === "?") showHelp();
    else return;
    event.preventDefault();
  });
}

/** Closes what was opened last: what is within something else comes after it in the page. */
function closeLast(): void {
  const open = [...document.querySelectorAll<HTMLElement>("[data-close]")].at(-1);
  if (!open || document.querySelector("dialog[open]")) return;
  open.click();
  document.querySelector<HTMLElement>("[role=listbox]")?.focus();
}

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isHelpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={() => (isHelpOpen.value = false)}>
      <h2 id="help-title" class="dialog-title">
        Keyboard
      </h2>
      <table class="keys">
        <tbody>
          {KEYS.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="check">
        <input
          type="checkbox"
          checked={shortcuts.value}
          onChange={({ currentTarget }) => (shortcuts.value = currentTarget.checked)}
        />
        Single keys are shortcuts
      </label>
      <form method="dialog">
        <button type="submit" class="button primary">
          Close
        </button>
      </form>
    </dialog>
  );
}
