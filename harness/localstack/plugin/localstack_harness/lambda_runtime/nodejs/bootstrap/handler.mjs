// Finds the function that the handler setting names, in AWS's order, and refuses what AWS refuses.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  CallbackHandlerDeprecated,
  HandlerNotFound,
  ImportModuleError,
  isError,
  MalformedHandlerName,
  MalformedStreamingHandler,
  UserCodeSyntaxError,
} from "./errors.mjs";
import { LATEST_RULES } from "./rules.mjs";
import { HttpResponseStream } from "./streaming.mjs";

/** @import { Handler, StreamingHandler } from "./types.d.ts" */

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");

/** https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html */
export function provideGlobals() {
  if (["1", "true"].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA ?? "")) return;
  /** @type {{ awslambda?: object }} */
  const globals = globalThis;
  globals.awslambda = {
    ...globals.awslambda,
    streamifyResponse: (/** @type {object} */ handler) => Object.assign(handler, { [STREAMING]: "response" }),
    HttpResponseStream,
  };
}

const streamingOf = (/** @type {object} */ handler) => Reflect.get(handler, STREAMING);

/**
 * @param {Handler | StreamingHandler} handler
 * @returns {handler is StreamingHandler}
 */
export const isStreaming = (handler) => streamingOf(handler) === "response";

/**
 * The three parts of "some/folder/module.name.of.function".
 * @param {string} setting
 */
function parse(setting) {
  if (setting.includes(".."))
    throw new MalformedHandlerName(
      `'${setting}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const name = path.posix.basename(setting);
  const [, module, property] = /^([^.]*)\.(.*)$/.exec(name) ?? [];
  if (module === undefined || property === undefined) throw new MalformedHandlerName("Bad handler");
  return { folder: setting.slice(0, setting.indexOf(name)), module, property };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} module
 * @returns {Promise<unknown>}
 */
async function load(root, folder, module) {
  const file = path.resolve(root, folder, module);
  for (const extension of ["", ".js", ".mjs", ".cjs"]) {
    const found = fs.statSync(file + extension, { throwIfNoEntry: false });
    if (found?.isFile()) return await import(pathToFileURL(file + extension).href);
  }
  const require = createRequire(import.meta.url);
  return require(require.resolve(module, { paths: [root, path.join(root, folder)] }));
}

/**
 * @param {unknown} container
 * @param {string} property
 * @returns {unknown}
 */
function find(container, property) {
  return property
    .split(".")
    .reduce(
      (value, key) => (value && typeof value === "object" ? Reflect.get(value, key) : undefined),
      container,
    );
}

/**
 * @param {string} setting
 * @param {string} root
 * @returns {Promise<Handler | StreamingHandler>}
 * @throws Runtime.* errors where AWS has them, and any error of the module
 */
export async function loadHandler(setting, root) {
  const { folder, module, property } = parse(setting);
  let loaded;
  try {
    loaded = await load(root, folder, module);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserCodeSyntaxError(error);
    if (isError(error) && error.code === "MODULE_NOT_FOUND") throw new ImportModuleError(error);
    throw error;
  }
  const handler = find(loaded, property) || find(loaded, `default.${property}`);
  if (!handler) throw new HandlerNotFound(`${setting} is undefined or not exported`);
  if (typeof handler !== "function") throw new HandlerNotFound(`${setting} is not a function`);
  const typed = /** @type {Handler | StreamingHandler} */ (handler);
  if (isStreaming(typed)) return typed;
  if (streamingOf(typed)) throw new MalformedStreamingHandler("Only response streaming is supported.");
  if (LATEST_RULES && typed.length >= 3) throw new CallbackHandlerDeprecated();
  return typed;
}
