// The errors that AWS's runtime raises itself, and the shape in which any error leaves the function.
import util from "node:util";

function named(name) {
  return class extends Error {
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
  constructor(original) {
    super(String(original));
  }
}

export class UserCodeSyntaxError extends named("UserCodeSyntaxError") {
  constructor(original) {
    super(String(original));
    this.stack = original.stack; // it begins with the file, the line and the spot
  }
}

export class UnhandledPromiseRejection extends named("UnhandledPromiseRejection") {
  constructor(reason, promise) {
    super(reason);
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

/** DEL breaks AWS's headers, and so is written otherwise by AWS too. */
const withoutDelete = (text) => String(text).replaceAll("\x7F", "%7F");

/** The error document of https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function toErrorResponse(error) {
  try {
    if (isError(error))
      return {
        errorType: withoutDelete(error.name),
        errorMessage: withoutDelete(error.message),
        trace: withoutDelete(error.stack ?? "").split("\n"),
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

export const isError = (value) => util.types.isNativeError(value) || value instanceof Error;

export const toError = (value) => (isError(value) ? value : new Error(String(value)));

/** As `console.error` shows it after its label: one JSON document, own properties and stack included. */
export function formatError(error) {
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
    return `\t${JSON.stringify(toErrorResponse(error))}`; // it holds a cycle, or something that has no JSON
  }
}
