import type { TestProject } from "vitest/node";
import { type RecordedCall, readCalls } from "../control/call-record.ts";
import { followUpdates, type RunningDev } from "../dev/attach.ts";

/** When a test file ran, in milliseconds since 1970. */
export interface FileRun {
  path: string;
  from: number;
  to: number;
}

/**
 * The test files that drive functions: those during whose last run one of them was invoked. Files that run at the same time
 * are not distinguished.
 */
export const drivers = (
  files: readonly FileRun[],
  calls: readonly Pick<RecordedCall, "service" | "operation" | "resource" | "time">[],
  functions: readonly string[],
): string[] => {
  const times = calls
    .filter(
      ({ service, operation, resource }) =>
        service === "lambda" &&
        operation === "Invoke" &&
        functions.some((name) => resource === name || resource?.split(":").includes(name)),
    )
    .map(({ time }) => time);
  return files
    .filter(({ from, to }) => times.some((time) => from <= time && time <= to))
    .map(({ path }) => path);
};

/** In watch mode, runs the suites that drive a function again when `dev` has replaced its code. */
export function rerunChanged({ vitest }: TestProject, dev: RunningDev): Disposable {
  const ended = new AbortController();
  const rerun = async (functions: string[]) => {
    const { calls } = await readCalls(dev.endpoint, { signal: ended.signal });
    const files = vitest.state.getFiles().map(({ filepath, result }) => {
      const from = result?.startTime ?? 0;
      return { path: filepath, from, to: from + (result?.duration ?? 0) };
    });
    const specifications = drivers(files, calls, functions).flatMap((path) =>
      vitest.getModuleSpecifications(path),
    );
    if (specifications.length > 0) await vitest.rerunTestSpecifications(specifications);
  };
  const fail = (error: unknown) => {
    if (!ended.signal.aborted) vitest.logger.error(`localstack-harness: ${String(error)}`);
  };
  void followUpdates(dev, ended.signal, (functions) => void rerun(functions).catch(fail)).catch(fail);
  return { [Symbol.dispose]: () => ended.abort() };
}
