import type { ExecutionRow, UsageRow, WarmFunction } from "../../../shapes.ts";
import type { AppGraph, AppLine, AppNode } from "../../../view-shapes.ts";

/** Milliseconds in which an error still counts as failing now. */
const RECENT_MS = 60_000;

/** AWS's services, as they call others by themselves. */
const CALLERS: Partial<Record<AppNode["kind"], readonly string[]>> = {
  api: ["apigateway"],
  rule: ["events"],
  bus: ["events"],
  topic: ["sns"],
  queue: ["sqs", "lambda"],
  bucket: ["s3"],
  page: ["s3"],
  schedule: ["scheduler"],
  table: ["lambda", "dynamodb"],
  stream: ["lambda", "kinesis"],
};

const calledBy = ({ by }: UsageRow, { kind, roles }: AppNode): boolean =>
  roles.some((role) => by.endsWith(`/${role}`)) || (CALLERS[kind]?.includes(by) ?? false);

const isAbout = ({ service, resource, operation }: UsageRow, { kind, physical }: AppNode): boolean => {
  if (kind === "mail") return /^ses/.test(service) && operation.startsWith("Send");
  if (physical === "" || resource === "") return false;
  const last = physical.split(/[:/]/).at(-1) ?? physical;
  return resource === physical || resource.split(/[:/]/).includes(last);
};

/** How often a line was used, and whether the last uses failed. */
export function lineUse(
  graph: AppGraph,
  { from, to }: AppLine,
  rows: readonly UsageRow[],
  at: number,
): { calls: number; fails: boolean } {
  const { nodes, lines } = graph;
  const source = nodes.find(({ id }) => id === from);
  const target = nodes.find(({ id }) => id === to);
  if (!source || !target) return { calls: 0, fails: false };
  if (target.kind === "rule") {
    // no call leads to a rule: it was used where it called a target
    const uses = lines.filter((line) => line.from === to).map((line) => lineUse(graph, line, rows, at));
    return { calls: uses.reduce((sum, { calls }) => sum + calls, 0), fails: uses.some(({ fails }) => fails) };
  }
  const own = rows.filter((row) => isAbout(row, target) && calledBy(row, source));
  return {
    calls: own.reduce((sum, { calls }) => sum + calls, 0),
    fails: own.some((row) => isFailing(row, at)),
  };
}

/** It failed the last time, and not long ago. */
const isFailing = ({ lastErrorAt, lastAt }: UsageRow, at: number): boolean =>
  lastErrorAt > 0 && lastErrorAt >= lastAt && at - lastErrorAt < RECENT_MS;

/** What is to say of a part of the app now. */
export function nodeState(
  node: AppNode,
  rows: readonly UsageRow[],
  warm: readonly WarmFunction[],
  executions: readonly ExecutionRow[],
  at: number,
): { tone: "" | "failing" | "warm" | "busy"; facts: string[] } {
  const failing = rows.filter((row) => (isAbout(row, node) || calledBy(row, node)) && isFailing(row, at));
  const facts: string[] = failing.slice(0, 1).map(({ lastError }) => lastError ?? "fails");
  if (node.kind === "function") {
    const found = warm.find(({ arn }) => arn.split(":").at(-1) === node.physical);
    if (found) facts.push(found.environments === 1 ? "warm" : `${found.environments} warm`);
    if (found?.busy) facts.push(`${found.busy} busy`);
    return { tone: failing.length > 0 ? "failing" : found?.busy ? "busy" : found ? "warm" : "", facts };
  }
  if (node.kind === "machine") {
    const own = executions.filter(({ stateMachineArn }) => stateMachineArn === node.physical);
    const running = own.filter(({ endedAt }) => endedAt === null).length;
    const failed = own.filter(
      ({ status, endedAt }) => /FAILED|TIMED_OUT/.test(status) && at - (endedAt ?? 0) < RECENT_MS,
    ).length;
    if (running > 0) facts.push(`${running} running`);
    if (failed > 0) facts.push(`${failed} failed`);
    return { tone: failed > 0 ? "failing" : running > 0 ? "busy" : "", facts };
  }
  return { tone: failing.length > 0 ? "failing" : "", facts };
}
