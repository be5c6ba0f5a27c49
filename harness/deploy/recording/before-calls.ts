import module from "node:module";
import { resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Calls a function before each call of another, with the same arguments. */
export function before(functions: object, name: string, look: (...args: unknown[]) => void): void {
  const original = (functions as Record<string, unknown>)[name];
  // `fs.promises` has not all of those of `fs`
  if (typeof original !== "function") return;
  const replaced = function (this: unknown, ...args: unknown[]): unknown {
    look(...args);
    return original.apply(this, args);
  };
  Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(original));
  Object.assign(functions, { [name]: replaced });
}

/**
 * Calls a function before each module of a file is loaded.
 * @returns whether this Node.js can: since 22.15
 */
export function beforeLoads(
  look: (file: string, url: string, context: module.LoadHookContext) => void,
): boolean {
  if (!("registerHooks" in module)) return false;
  module.registerHooks({
    load(url, context, next) {
      if (url.startsWith("file:")) look(fileURLToPath(url.replace(/[?#].*$/, "")), url, context);
      return next(url, context);
    },
  });
  return true;
}

/** The path that a function of `node:fs` gets. */
export function pathOf(path: unknown): string | undefined {
  if (path instanceof URL) return path.protocol === "file:" ? fileURLToPath(path) : undefined;
  return typeof path === "string" || Buffer.isBuffer(path) ? resolve(String(path)) : undefined;
}

export const within = (folder: string, path: string): boolean =>
  folder !== "" && path.startsWith(folder + sep);
