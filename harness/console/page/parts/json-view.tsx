import { useMemo } from "preact/hooks";

const MAX_CHARACTERS = 100_000;
/** Where data may begin: at the start of a text, or after a space. */
const DATA = /(?<=^|\s)(?:[[{]|(?<=^\s*)")/g;
/** Places in a text at which data is looked for. */
const MAX_STARTS = 4;
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Data as indented JSON with colours; JSON within a text, or at its end, is shown as data, too. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const { before, json } = useMemo(() => partsOf(value), [value]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <section class="json" tabIndex={0} aria-label={label}>
      <pre>
        {cut(before)}
        {before && json ? "\n" : ""}
        {coloured(cut(json))}
      </pre>
    </section>
  );
}

const cut = (text: string): string =>
  text.length > MAX_CHARACTERS
    ? `${text.slice(0, MAX_CHARACTERS)}\n… ${text.length - MAX_CHARACTERS} more characters`
    : text;

/** What is read as text, and what as JSON. */
export function partsOf(value: unknown): { before: string; json: string } {
  if (value === undefined) return { before: "", json: "" };
  if (typeof value !== "string") return { before: "", json: JSON.stringify(value, undefined, 2) };
  for (const { index } of [...value.matchAll(DATA)].slice(0, MAX_STARTS)) {
    const json = indented(value.slice(index));
    if (json !== undefined) return { before: value.slice(0, index).trimEnd(), json };
  }
  return { before: value, json: "" };
}

function indented(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text, exact as typeof exactly), undefined, 2);
  } catch {
    return undefined;
  }
}

const exactly = (_: string, value: unknown): unknown => value;

/** Keeps the digits of a number that JavaScript would round, in browsers that can. */
function exact(_: string, value: unknown, { source }: { source?: string } = {}): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  return typeof value === "number" && source !== undefined && `${value}` !== source && rawJSON
    ? rawJSON(source)
    : value;
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
