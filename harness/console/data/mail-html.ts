import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import type { Mail } from "../../mail/captured-mail.ts";

const MAX_LINKS = 100;
/** Larger ones stay out: the frame shows the rest. */
const MAX_INLINE_BYTES = 5_000_000;

/** The HTML with the images that the mail brings (`cid:`) in it: the frame may load nothing. */
export function inlined({ html, attachments }: Mail): string {
  const byName = new Map(
    attachments.flatMap(({ filename, contentId, mimeType, content }) => {
      if (!/^image\/[\w.+-]+$/.test(mimeType) || content.byteLength > MAX_INLINE_BYTES) return [];
      const address = `data:${mimeType};base64,${Buffer.from(content).toString("base64")}`;
      return [contentId, filename].flatMap((name) =>
        name ? [[name.replace(/^<|>$/g, ""), address] as const] : [],
      );
    }),
  );
  return html.replace(/\bcid:([^"'\s)>]+)/gi, (found, name: string) => byName.get(name) ?? found);
}

/** What a mail's HTML refers to. */
export interface References {
  /** Addresses that it links to: its frame follows no link. */
  links: string[];
  /** How many addresses beyond this machine it would load, or send to. */
  remote: number;
}

const LOADING = new Set(["src", "srcset", "background", "action", "data", "poster"]);
const REMOTE = /^\s*(?:https?:)?\/\//i;
const REMOTE_STYLE = /url\(\s*["']?\s*(?:https?:)?\/\/|@import/gi;

/** By its tokens alone: a tree of tags that are never closed would take time that grows with the square of their number. */
export function referencesIn(html: string): References {
  const found = new Finder(html);
  const tokenizer = new Tokenizer({ decodeEntities: true }, found);
  tokenizer.write(html);
  tokenizer.end();
  return { links: [...found.links], remote: found.remote };
}

class Finder implements TokenizerCallbacks {
  readonly links = new Set<string>();
  remote = 0;
  readonly #html: string;
  #tag = "";
  #name = "";
  #value = "";

  constructor(html: string) {
    this.#html = html;
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
  }

  onclosetag(): void {
    this.#tag = "";
  }

  onattribname(start: number, end: number): void {
    this.#name = this.#html.slice(start, end).toLowerCase();
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#html.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    this.#value += String.fromCodePoint(codepoint);
  }

  onattribend(): void {
    const value = this.#value.trim();
    if (this.#name === "style") this.#countStyle(value);
    if (LOADING.has(this.#name) && REMOTE.test(value)) this.remote += 1;
    if (this.#name !== "href") return;
    if (this.#tag === "link" && REMOTE.test(value)) this.remote += 1;
    if (this.#tag === "a" && this.links.size < MAX_LINKS && /^(https?:|mailto:)/i.test(value))
      this.links.add(value);
  }

  ontext(start: number, end: number): void {
    if (this.#tag === "style") this.#countStyle(this.#html.slice(start, end));
  }

  #countStyle(text: string): void {
    this.remote += text.match(REMOTE_STYLE)?.length ?? 0;
  }

  onopentagend(): void {}
  onselfclosingtag(): void {}
  ontextentity(): void {}
  oncomment(): void {}
  oncdata(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
