import type { InputRecording } from "./recording.ts";

/**
 * Notes which variables this process reads from now on.
 * @returns a function that returns what was noted so far
 */
export function recordVariables(): () => Pick<InputRecording, "variables" | "readsAll"> {
  const variables = new Set<string>();
  let readsAll = false;
  /** Names that a list of all has just given, and the one that is copied with all others. */
  let listed = new Set<string | symbol>();
  let copied: string | symbol | undefined;
  const note = (name: string | symbol) => {
    if (typeof name === "string") variables.add(name);
  };
  process.env = new Proxy(process.env, {
    get(target, name) {
      if (copied !== name) note(name);
      copied = undefined;
      return Reflect.get(target, name);
    },
    has(target, name) {
      note(name);
      return Reflect.has(target, name);
    },
    ownKeys(target) {
      readsAll = true;
      const names = Reflect.ownKeys(target);
      listed = new Set(names);
      return names;
    },
    getOwnPropertyDescriptor(target, name) {
      copied = undefined;
      if (!listed.delete(name)) note(name);
      else if (listed.size > 0) copied = name;
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    set: (target, name, value) => Reflect.set(target, name, value),
    defineProperty: (target, name, descriptor) => Reflect.defineProperty(target, name, descriptor),
  });
  return () => ({ variables: [...variables], readsAll });
}
