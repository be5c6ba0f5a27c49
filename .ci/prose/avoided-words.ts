/** A phrase that CONTRIBUTING.md asks to avoid, and what to write instead. */
export interface AvoidedPhrase {
  phrase: string;
  instead: string;
}

export interface Occurrence extends AvoidedPhrase {
  /** Counted from 1. */
  line: number;
}

const BEGIN = "<!-- avoided words: begin -->";
const END = "<!-- avoided words: end -->";
/** Between the words of a phrase: white space, and the marks of a comment that continues in the next line. */
const GAP = String.raw`(?:\s|^\s*(?:\*|#|//)\s*)+`;

/**
 * Reads the phrases from the tables between the markers in CONTRIBUTING.md: rows `| phrase, phrase | instead |`.
 * @throws Error where there are no markers or no rows
 */
export function readAvoided(guide: string): AvoidedPhrase[] {
  const [, section] = guide.split(BEGIN);
  const [rows] = section?.split(END) ?? [];
  const phrases = [...(rows ?? "").matchAll(/^\| (?!avoid |-)(.+?) \| (.+?) \|$/gm)].flatMap(
    ([, list = "", instead = ""]) => list.split(", ").map((phrase) => ({ phrase, instead })),
  );
  if (phrases.length === 0) throw new Error(`CONTRIBUTING.md lists no words between ${BEGIN} and ${END}`);
  return phrases;
}

/** The places of a text that hold one of the phrases as whole words, in any case, also across lines of a comment. */
export function findAvoided(text: string, avoided: readonly AvoidedPhrase[]): Occurrence[] {
  const isolated = withoutList(text);
  return avoided
    .flatMap(({ phrase, instead }) => {
      const words = phrase.split(" ").map((word) => RegExp.escape(word));
      const pattern = new RegExp(String.raw`(?<![\w-])${words.join(GAP)}(?![\w-])`, "gimu");
      return [...isolated.matchAll(pattern)].map(({ index }) => ({
        phrase,
        instead,
        line: isolated.slice(0, index).split("\n").length,
      }));
    })
    .sort((a, b) => a.line - b.line);
}

/** The list itself has to name the words. Its lines are emptied, so that the numbers of the others stay. */
function withoutList(text: string): string {
  const [before = "", ...sections] = text.split(BEGIN);
  return sections.reduce((isolated, section) => {
    const [list = "", after = ""] = section.split(END);
    return isolated + list.replaceAll(/[^\n]/g, "") + after;
  }, before);
}
