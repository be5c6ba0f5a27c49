import { computed, signal } from "@preact/signals";

/** `/6xJ2…`: what every path of this session begins with. */
export const base = `/${location.pathname.split("/")[1] ?? ""}`;

const path = signal(current());

/** The parts of the path after the base: `["inbox", "<id>"]`. */
export const route = computed(() => path.value.pathname.split("/").filter(Boolean).map(decodeURIComponent));

function current() {
  return { pathname: location.pathname.slice(base.length), search: location.search };
}

/** The address of a view: `href("inbox", id)`. */
export const href = (...parts: string[]): string =>
  `${base}/${parts
    .filter((part) => part !== "")
    .map(encodeURIComponent)
    .join("/")}`;

/** Shows another view. `replace` leaves no step in the browser's history. */
export function go(address: string, { replace = false } = {}): void {
  if (address === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  path.value = current();
}

/** Links within the console change the view without loading the page. */
export function followLinks(): void {
  addEventListener("popstate", () => {
    path.value = current();
  });
  addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    const isPlain =
      !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link || !isPlain || link.target || link.hasAttribute("download") || link.origin !== location.origin)
      return;
    if (link.pathname.startsWith(`${base}/api/`) || !link.pathname.startsWith(`${base}/`)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
