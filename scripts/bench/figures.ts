/** What was measured of one target: milliseconds, and megabytes. `undefined` where it was not. */
export interface Figures {
  start: number;
  firstDeploy: number;
  unchangedDeploy: number;
  coldInvocation: number;
  warmInvocation: number;
  requestToMails: number;
  memoryIdle: number | undefined;
  memoryAfterFlow: number | undefined;
  suites: number | undefined;
}

interface Row {
  title: string;
  of: (figures: Figures) => string;
}

const seconds = (ms: number | undefined): string => (ms === undefined ? "–" : `${(ms / 1000).toFixed(1)} s`);
const milliseconds = (ms: number): string => `${Math.round(ms)} ms`;
const megabytes = (mb: number | undefined): string => (mb === undefined ? "–" : `${mb} MB`);

const ROWS: readonly Row[] = [
  { title: "start, until it answers", of: ({ start }) => seconds(start) },
  { title: "first deployment, page included", of: ({ firstDeploy }) => seconds(firstDeploy) },
  { title: "deployment without a change", of: ({ unchangedDeploy }) => seconds(unchangedDeploy) },
  {
    title: "cold invocation (median of 5 functions)",
    of: ({ coldInvocation }) => milliseconds(coldInvocation),
  },
  { title: "warm invocation (median of 50)", of: ({ warmInvocation }) => milliseconds(warmInvocation) },
  {
    title: "request to second mail, functions warm",
    of: ({ requestToMails }) => milliseconds(requestToMails),
  },
  { title: "memory after the deployment", of: ({ memoryIdle }) => megabytes(memoryIdle) },
  {
    title: "memory after the first reminder, functions warm",
    of: ({ memoryAfterFlow }) => megabytes(memoryAfterFlow),
  },
  { title: "end-to-end suites, wall time", of: ({ suites }) => seconds(suites) },
];

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new RangeError("a median of nothing");
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** A Markdown table, one column a target. */
export function table(columns: ReadonlyMap<string, Figures>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const targets = [...columns.keys()];
  return [
    line(["", ...targets]),
    line(["---", ...targets.map(() => "---:")]),
    ...ROWS.map(({ title, of }) => line([title, ...[...columns.values()].map(of)])),
  ].join("\n");
}

/** Puts a text between the marks of a document. Throws where it has none. */
export function replaceBetween(document: string, mark: string, content: string): string {
  const [begin, end] = [`<!-- ${mark}: begin -->`, `<!-- ${mark}: end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document lacks ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${content}\n\n${document.slice(to)}`;
}

/** What an action took, and what came of it. */
export async function timed<T>(action: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const started = performance.now();
  const result = await action();
  return [performance.now() - started, result];
}
