import { useMemo } from "preact/hooks";

const MAX_CHARACTERS = 100_000;
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Data as indented JSON with colours; JSON within a text is shown as data, too. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const parts = useMemo(() => coloured(textOf(value)), [value]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="json" tabIndex={0} aria-label={label}>
      <pre>{parts}</pre>
    </section>
  );
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? indented(value) : JSON.stringify(value, undefined, 2);
  return text.length > MAX_CHARACTERS
    ? `${text.slice(0, MAX_CHARACTERS)}\n… ${text.length - MAX_CHARACTERS} more characters`
    : text;
}

/** A text that is JSON as indented JSON, any other as it is. */
export function indented(text: string): string {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function coloured(text: string) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    const kind = string ? (colon ? "key" : "string") : /^[tfn]/.test(whole) ? "word" : "number";
    parts.push(<span class={`json-${kind}`}>{string ?? whole}</span>);
    if (colon) parts.push(colon);
    from = match.index + whole.length;
    // a long document needs no colours
    if (parts.length > 6_000) break;
  }
  parts.push(text.slice(from));
  return parts;
}
