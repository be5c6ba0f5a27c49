import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createJiti } from "jiti";

/** How often each file was imported by this process. */
const imports = new Map<string, number>();

/**
 * Imports a module as it is now, with the modules that it imports by a path. Node.js keeps modules by their addresses, so
 * each import after the first has other addresses.
 * @returns the default export, and the files of these modules; before Node.js 22.18 only the file itself
 * @throws what the import throws
 */
export async function importAgain(file: string): Promise<{ exported: unknown; files: readonly string[] }> {
  const turn = imports.get(file) ?? 0;
  imports.set(file, turn + 1);
  const addressOf = (url: string) => (turn === 0 ? url : `${url}?${turn}`);
  const address = addressOf(pathToFileURL(file).href);
  const addresses = new Set([address]);
  const files = new Set([file]);
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const isPart = addresses.has(context.parentURL ?? "") && /^(\.|\/|#|file:)/.test(specifier);
      if (!isPart || !resolved.url.startsWith("file:")) return resolved;
      const url = addressOf(resolved.url);
      addresses.add(url);
      files.add(fileURLToPath(resolved.url));
      return { ...resolved, url };
    },
  });
  try {
    const { default: exported } = (await import(address)) as { default: unknown };
    // a promise is waited for
    return { exported: await exported, files: [...files] };
  } catch {
    // the import below reports it, if it is not only that this Node.js does not strip types
  } finally {
    hooks?.deregister();
  }
  const jiti = createJiti(import.meta.url, { tryNative: false, moduleCache: false, fsCache: false });
  return { exported: await jiti.import(file, { default: true }), files: [...files] };
}

/** Node.js 22.15 has it. */
const registerHooks: typeof module.registerHooks | (() => undefined) =
  "registerHooks" in module ? module.registerHooks : () => undefined;
