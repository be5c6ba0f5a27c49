import { htmlEscape } from "escape-goat";

const LINE = 20;
const CHARACTER = 8.43;
const MARGIN = 16;
const BACKGROUND = "#0f1218";
const TEXT = "#e7eaf0";
/** By the number of the escape sequence. */
const COLOURS: Record<string, string> = {
  2: "#8b94a7",
  31: "#fda49d",
  32: "#86efac",
  33: "#fcd34d",
  36: "#7dd3fc",
};
const ESCAPE = "\u001b[";

/** What a program wrote to a terminal, as an SVG: a text element for each line, in the colours of the escape sequences. */
export function terminalPicture(title: string, output: string): string {
  const lines = output.replaceAll("\r", "").trimEnd().split("\n");
  const columns = Math.max(...lines.map((line) => textOf(line).length));
  const [width, height] = [Math.ceil(2 * MARGIN + columns * CHARACTER), 2 * MARGIN + lines.length * LINE];
  const texts = lines.map(
    (line, at) => `<text x="${MARGIN}" y="${MARGIN + at * LINE + 14}">${coloured(line)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${htmlEscape(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${TEXT}" xml:space="preserve">`,
    ...texts,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function coloured(line: string): string {
  const [first = "", ...parts] = line.split(ESCAPE);
  let colour: string | undefined;
  const rest = parts.map((part) => {
    const [, code = "", text = ""] = /^([\d;]*)m(.*)$/.exec(part) ?? [];
    colour = COLOURS[code];
    if (text === "") return "";
    return colour ? `<tspan fill="${colour}">${htmlEscape(text)}</tspan>` : htmlEscape(text);
  });
  return htmlEscape(first) + rest.join("");
}

const textOf = (line: string): string =>
  line
    .split(ESCAPE)
    .map((part, at) => (at === 0 ? part : part.replace(/^[\d;]*m/, "")))
    .join("");
