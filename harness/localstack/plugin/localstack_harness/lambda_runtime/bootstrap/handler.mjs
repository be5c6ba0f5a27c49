// Finds the function named by the handler setting, in AWS's order, and refuses what AWS refuses.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  CallbackHandlerDeprecated,
  HandlerNotFound,
  ImportModuleError,
  MalformedHandlerName,
  MalformedStreamingHandler,
  UserCodeSyntaxError,
} from "./errors.mjs";
import { LATEST_RULES } from "./rules.mjs";
import { HttpResponseStream } from "./streaming.mjs";

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");

/** https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html */
export function provideGlobals() {
  if (["1", "true"].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = {
    ...globalThis.awslambda,
    streamifyResponse: (handler) => Object.assign(handler, { [STREAMING]: "response" }),
    HttpResponseStream,
  };
}

export const isStreaming = (handler) => handler[STREAMING] === "response";

/** "some/where/module.name.of.function" in its three parts. */
function parse(setting) {
  if (setting.includes(".."))
    throw new MalformedHandlerName(
      `'${setting}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const name = path.posix.basename(setting);
  const match = /^([^.]*)\.(.*)$/.exec(name);
  if (!match) throw new MalformedHandlerName("Bad handler");
  return { folder: setting.slice(0, setting.indexOf(name)), module: match[1], property: match[2] };
}

async function load(root, folder, module) {
  const file = path.resolve(root, folder, module);
  for (const extension of ["", ".js", ".mjs", ".cjs"]) {
    const found = fs.statSync(file + extension, { throwIfNoEntry: false });
    if (found?.isFile()) return await import(pathToFileURL(file + extension).href);
  }
  const require = createRequire(import.meta.url);
  return require(require.resolve(module, { paths: [root, path.join(root, folder)] }));
}

function find(container, property) {
  return property
    .split(".")
    .reduce((value, key) => (value && typeof value === "object" ? value[key] : undefined), container);
}

/** @throws Runtime.* errors for what AWS names so, and whatever the module itself throws */
export async function loadHandler(setting, root) {
  const { folder, module, property } = parse(setting);
  let loaded;
  try {
    loaded = await load(root, folder, module);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserCodeSyntaxError(error);
    if (error instanceof Error && error.code === "MODULE_NOT_FOUND") throw new ImportModuleError(error);
    throw error;
  }
  const handler = find(loaded, property) || find(loaded?.default, property);
  if (!handler) throw new HandlerNotFound(`${setting} is undefined or not exported`);
  if (typeof handler !== "function") throw new HandlerNotFound(`${setting} is not a function`);
  if (handler[STREAMING] && !isStreaming(handler))
    throw new MalformedStreamingHandler("Only response streaming is supported.");
  if (LATEST_RULES && handler.length >= 3 && !isStreaming(handler)) throw new CallbackHandlerDeprecated();
  return handler;
}
