import { readFileSync } from "node:fs";
import { join } from "node:path";

const HTML = readFileSync(join(import.meta.dirname, "index.html"), "utf8");

/** Makes the document that of index.html, without its script and its styles. */
export function openPage(hash = ""): void {
  document.documentElement.innerHTML = HTML.replace(/^.*<html[^>]*>|<\/html>.*$|<(script|link)[^>]*>/gs, "");
  history.replaceState(null, "", `/${hash}`);
}

/** The element with this id; it must be there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found as T;
}

export const textOf = (id: string): string => (byId(id).textContent ?? "").replaceAll(/\s+/g, " ").trim();

/** Types into a control as users do: the value first, then the event. */
export function type(id: string, value: string): void {
  const control = byId<HTMLInputElement>(id);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

export const pick = (value: string): void =>
  document.querySelector<HTMLInputElement>(`input[name="when"][value="${value}"]`)?.click();
