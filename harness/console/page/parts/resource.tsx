import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Trouble } from "./layout.tsx";

export type Loaded<T> = { value: T; error?: undefined } | { value?: undefined; error: unknown } | undefined;

/** What `load` gives, again whenever one of the dependencies changes; the last value stays until then. */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: readonly unknown[],
): Loaded<T> {
  const [state, setState] = useState<{ for: string; loaded: Loaded<T> }>({ for: "", loaded: undefined });
  const key = JSON.stringify(dependencies);
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      (value) => !abort.signal.aborted && setState({ for: key, loaded: { value } }),
      (error: unknown) => !abort.signal.aborted && setState({ for: key, loaded: { error } }),
    );
    return () => abort.abort();
  }, [key]);
  return state.loaded;
}

/** Shows what was loaded, or why it could not be. */
export function Show<T>({
  loaded,
  children,
}: {
  loaded: Loaded<T>;
  children: (value: T) => ComponentChildren;
}) {
  if (!loaded) return <p class="loading">Loading …</p>;
  return <>{loaded.value === undefined ? <Trouble error={loaded.error} /> : children(loaded.value)}</>;
}
