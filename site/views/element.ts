/**
 * The element of the page with this id.
 *
 * @throws when it is not there or of another type: index.html and the code have drifted apart
 */
export function element<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`#${id} is ${found?.tagName ?? "missing"}, expected ${type.name}: index.html has changed`);
}
