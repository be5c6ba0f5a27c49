/**
 * Evaluates JSONata expressions, one a line: `node evaluator.mjs <path of the jsonata package>`. Each line of the input is
 * an expression as a JSON string; the answer is one line, `{"value": …}` or `{"error": "…"}`.
 */
import { createHash, randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: jsonata } = await import(pathToFileURL(process.argv[2] ?? "").href);

/** A result that JSON has no word for; its type is what LocalStack asks for then. */
const FUNCTION = "(function)";

/**
 * Functions that Step Functions adds to JSONata, and the one that it takes away.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 * @type {Record<string, [implementation: (...args: any[]) => unknown, signature: string]>}
 */
const FUNCTIONS = {
  partition: [partition, "<a-n:a>"],
  range: [range, "<n-nn:a>"],
  hash: [hash, "<s-s:s>"],
  random: [random, "<n?:n>"],
  uuid: [() => randomUUID(), "<:s>"],
  parse: [parse, "<s-:x>"],
  eval: [unsupportedEval, "<x?x?:x>"],
};

/** @type {(array: unknown[] | undefined, size: number) => unknown[][] | undefined} */
function partition(array, size) {
  if (array === undefined) return undefined;
  if (!Number.isInteger(size) || size < 1)
    throw new Error(`$partition needs a chunk size above 0, not ${size}`);
  return Array.from({ length: Math.ceil(array.length / size) }, (_, at) =>
    array.slice(at * size, (at + 1) * size),
  );
}

const LONGEST_RANGE = 1_000;

/** @type {(first: number | undefined, last: number, step: number) => number[] | undefined} */
function range(first, last, step) {
  if (first === undefined) return undefined;
  if (step === 0) throw new Error("$range needs a step other than 0");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`$range makes at most ${LONGEST_RANGE} numbers, not ${length}`);
  return Array.from({ length }, (_, at) => first + at * step);
}

/** @type {Record<string, string>} */
const ALGORITHMS = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** @type {(text: string | undefined, algorithm: string) => string | undefined} */
function hash(text, algorithm) {
  const known = ALGORITHMS[algorithm];
  if (!known) throw new Error(`$hash knows ${Object.keys(ALGORITHMS).join(", ")}, not ${algorithm}`);
  return text === undefined ? undefined : createHash(known).update(text).digest("hex");
}

/** @type {(seed?: number) => number} the same seed gives the same number */
function random(seed) {
  if (seed === undefined) return Math.random();
  // mulberry32
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}

/** @type {(text: string | undefined) => unknown} */
function parse(text) {
  return text === undefined ? undefined : JSON.parse(text);
}

function unsupportedEval() {
  throw new Error("$eval is not supported: use $parse for JSON");
}

/** @type {(expression: string) => Promise<{ value: unknown } | { error: string }>} */
async function evaluate(expression) {
  try {
    const compiled = jsonata(expression);
    for (const [name, [implementation, signature]] of Object.entries(FUNCTIONS))
      compiled.registerFunction(name, implementation, signature);
    const result = await compiled.evaluate(undefined);
    const isFunction = typeof result === "function" || result?._jsonata_lambda || result?._jsonata_function;
    return { value: isFunction ? FUNCTION : (result ?? null) };
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await evaluate(JSON.parse(line)))}\n`);
