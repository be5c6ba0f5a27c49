/** A variable that the stack sets for a function. Throws where it is not set. */
export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the stack sets it for every function that reads it`);
  return value;
}
