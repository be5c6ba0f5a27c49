// The errors that AWS's runtime raises itself, and how it reports any error.
import util from "node:util";

function named(/** @type {string} */ name) {
  return class extends Error {
    /** @override */
    get name() {
      return `Runtime.${name}`;
    }
  };
}

export const HandlerNotFound = named("HandlerNotFound");
export const MalformedHandlerName = named("MalformedHandlerName");
export const MalformedStreamingHandler = named("MalformedStreamingHandler");
export const InvalidStreamingOperation = named("InvalidStreamingOperation");

export class ImportModuleError extends named("ImportModuleError") {
  constructor(/** @type {Error} */ original) {
    super(String(original));
  }
}

export class UserCodeSyntaxError extends named("UserCodeSyntaxError") {
  constructor(/** @type {Error} */ original) {
    super(String(original));
    this.stack = original.stack ?? ""; // begins with the file, the line and the position
  }
}

export class UnhandledPromiseRejection extends named("UnhandledPromiseRejection") {
  /**
   * @param {unknown} reason
   * @param {Promise<unknown>} promise
   */
  constructor(reason, promise) {
    super(/** @type {string} */ (reason));
    this.reason = reason;
    this.promise = promise;
  }
}

export class JSONStringifyError extends named("JSONStringifyError") {
  constructor() {
    super("Unable to stringify response body");
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
export class NodeJsExit extends named("NodeJsExit") {
  constructor() {
    super(
      "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
    );
  }
}

export class CallbackHandlerDeprecated extends named("CallbackHandlerDeprecated") {
  constructor() {
    super(
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
    );
  }
}

/** AWS escapes DEL, which is invalid in its headers. */
const escapeDelete = (/** @type {unknown} */ text) => String(text).replaceAll("\x7F", "%7F");

/**
 * The error document of https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 * @param {unknown} error
 */
export function toErrorResponse(error) {
  try {
    if (isError(error))
      return {
        errorType: escapeDelete(error.name),
        errorMessage: escapeDelete(error.message),
        trace: escapeDelete(error.stack ?? "").split("\n"),
      };
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
      trace: [],
    };
  }
}

/** @type {(value: unknown) => value is Error & { code?: unknown }} */
export const isError = (value) => util.types.isNativeError(value) || value instanceof Error;

/** @type {(value: unknown) => Error} */
export const toError = (value) => (isError(value) ? value : new Error(String(value)));

/**
 * As `console.error` shows it after its label: a JSON document with the error's own properties and its stack.
 * @param {Error} error
 */
export function formatError(error) {
  /** @type {(key: string, value: unknown) => unknown} */
  const readable = (_key, value) =>
    isError(value)
      ? {
          errorType: value.name,
          errorMessage: value.message,
          code: value.code,
          ...value,
          ...(typeof value.stack === "string" ? { stack: value.stack.split("\n") } : {}),
        }
      : value;
  try {
    return `\t${JSON.stringify(error, readable)}`;
  } catch {
    return `\t${JSON.stringify(toErrorResponse(error))}`; // it contains a cycle, or a value without JSON
  }
}
