/** What an action took, and what came of it. */
export async function timed<T>(action: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const started = performance.now();
  const result = await action();
  return [performance.now() - started, result];
}
