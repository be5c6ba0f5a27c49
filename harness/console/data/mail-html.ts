import { Parser } from "htmlparser2";
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

const LOADING = ["src", "srcset", "background", "action", "data", "poster"];
const REMOTE = /^\s*(?:https?:)?\/\//i;
const REMOTE_STYLE = /url\(\s*["']?\s*(?:https?:)?\/\/|@import/gi;

export function referencesIn(html: string): References {
  const links = new Set<string>();
  let remote = 0;
  const inStyle = (text: string) => text.match(REMOTE_STYLE)?.length ?? 0;
  let isStyle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      isStyle = name === "style";
      const { href = "", style = "" } = attributes;
      if (name === "a" && links.size < MAX_LINKS && /^(https?:|mailto:)/i.test(href.trim()))
        links.add(href.trim());
      if (name === "link" && REMOTE.test(href)) remote += 1;
      remote +=
        LOADING.filter((attribute) => REMOTE.test(attributes[attribute] ?? "")).length + inStyle(style);
    },
    ontext(text) {
      if (isStyle) remote += inStyle(text);
    },
    onclosetag() {
      isStyle = false;
    },
  });
  parser.end(html);
  return { links: [...links], remote };
}
