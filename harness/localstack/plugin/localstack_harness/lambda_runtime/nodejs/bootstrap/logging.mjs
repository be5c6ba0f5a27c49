// console.* in AWS's two log formats, text and JSON.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
import util from "node:util";
import { formatError, isError, toError } from "./errors.mjs";
import { write } from "./output.mjs";
import { LATEST_RULES } from "./rules.mjs";

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const JSON_FORMAT = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";
const lowest = Math.max(LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase() ?? ""), 0);

/** Replaces the request id while the function starts. */
const NO_REQUEST = LATEST_RULES ? "-" : undefined;
let requestId = NO_REQUEST;

export function setRequestId(/** @type {string} */ id) {
  requestId = id;
}

function describe(/** @type {Error} */ error) {
  return {
    errorType: error?.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}

/**
 * @param {string} time
 * @param {string} level
 * @param {unknown} message
 * @param {unknown[]} params
 */
function formatJson(time, level, message, params) {
  const record = { timestamp: time, level, requestId };
  if (params.length > 0) {
    const error = params.find(isError);
    return JSON.stringify({
      ...record,
      message: util.format(message, ...params),
      ...(error ? describe(error) : {}),
    });
  }
  /** @type {(key: string, value: unknown) => unknown} */
  const readable = (_key, value) => (isError(value) ? { ...describe(value), ...value } : value);
  try {
    return JSON.stringify({ ...record, message }, readable);
  } catch {
    return JSON.stringify({ ...record, message: util.format(message) });
  }
}

/**
 * @param {string} level
 * @param {unknown} message
 * @param {unknown[]} params
 */
function log(level, message, params) {
  const time = new Date().toISOString();
  const line = JSON_FORMAT
    ? formatJson(time, level, message, params)
    : `${time}\t${requestId}\t${level}\t${util.format(message, ...params)}`;
  // CloudWatch Logs makes an event of each line: AWS keeps a record together in the same way
  write(1, `${line.replaceAll("\n", "\r")}\n`);
}

export function patchConsole() {
  for (const [index, level] of LEVELS.entries()) {
    const method = (/** @type {unknown} */ message, /** @type {unknown[]} */ ...params) =>
      log(level, message, params);
    Reflect.set(console, level.toLowerCase(), index < lowest ? () => undefined : method);
  }
  console.log = console.info;
}

/**
 * @param {string} label
 * @param {unknown} error
 */
export function logError(label, error) {
  if (JSON_FORMAT) console.error(toError(error));
  else console.error(label, formatError(toError(error)));
}
