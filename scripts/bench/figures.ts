import { availableParallelism, cpus, totalmem } from "node:os";

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

/** In place of the time of a side that did not do all that it was asked for. */
const NOT_ALL = "not all done";

/** Milliseconds of the same thing on two sides, or megabytes; none where a side did not do all of it. */
export interface Comparison {
  title: string;
  ours: readonly number[];
  /** Missing where there is nothing to compare with. */
  peer?: readonly number[];
  unit?: "MB";
}

/** A Markdown table: medians, in parentheses the fastest and the slowest, and the ratio of the medians. */
export function comparison(names: readonly [string, string], rows: readonly Comparison[]): string {
  return [
    `|  | ${names.join(" | ")} | ratio |`,
    "| --- | ---: | ---: | ---: |",
    ...rows.map(
      ({ title, ours, peer, unit = "ms" }) =>
        `| ${title} | ${spread(ours, unit)} | ${peer ? spread(peer, unit) : "–"} | ${ratioOf(ours, peer)} |`,
    ),
  ].join("\n");
}

/** A sentence for each ratio that is more than `factor` times the one in a document with such a table. */
export function regressions(document: string, rows: readonly Comparison[], factor: number): string[] {
  return rows.flatMap(({ title, ours, peer }) => {
    const cells = document
      .split("\n")
      .find((line) => line.startsWith(`| ${title} | `))
      ?.split(" | ");
    const before = Number.parseFloat(cells?.at(-1) ?? "");
    const now = Number(ratioOf(ours, peer));
    return now > before * factor ? [`${title}: the ratio was ${before} and is ${now}`] : [];
  });
}

const ratioOf = (ours: readonly number[], peer: readonly number[] = []): string =>
  ours.length === 0 || peer.length === 0 ? "–" : (median(ours) / median(peer)).toFixed(2);

function spread(values: readonly number[], unit: string): string {
  if (values.length === 0) return NOT_ALL;
  const shown = `${Math.round(median(values))} ${unit}`;
  if (values.length < 2) return shown;
  return `${shown} (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;
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

/** On what numbers were measured: without that they say nothing. */
export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const { platform, arch, version } = process;
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${gigabytes} GB, ${platform} ${arch}, Node.js ${version}`;
}

/** Such as 2026-11-26. */
export const today = (): string => new Date().toISOString().slice(0, 10);
